//! The password of a URL that has none, from the places where libpq looks for it.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tokio_postgres::Config;
use tokio_postgres::config::Host;

/// The password in `PGPASSWORD`, or in the file that `PGPASSFILE` names, `~/.pgpass` by default.
pub(super) fn find(config: &Config) -> Option<String> {
    let from_environment = env::var("PGPASSWORD").ok();
    if let Some(password) = from_environment.filter(|password| !password.is_empty()) {
        return Some(password);
    }
    let file = match env::var_os("PGPASSFILE") {
        Some(file) => PathBuf::from(file),
        None => PathBuf::from(env::var_os("HOME")?).join(".pgpass"),
    };
    let mode = fs::metadata(&file).ok()?.permissions().mode();
    if mode & 0o077 != 0 {
        let file = file.display();
        tracing::warn!(%file, "the password file is ignored, because others can read it: chmod 600");
        return None;
    }
    in_file(&fs::read_to_string(&file).ok()?, &fields(config))
}

/// The fields that a line must match: host, port, database, user.
fn fields(config: &Config) -> [String; 4] {
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        Some(Host::Unix(folder)) if folder != Path::new("/var/run/postgresql") => {
            folder.display().to_string()
        }
        _ => "localhost".to_owned(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let user = config.get_user().unwrap_or_default().to_owned();
    let database = config.get_dbname().unwrap_or(&user).to_owned();
    [host, port.to_string(), database, user]
}

fn in_file(text: &str, wanted: &[String; 4]) -> Option<String> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .find_map(|line| {
            let fields = split(line);
            let (password, fields) = fields.split_last()?;
            let matches = |(field, wanted): (&String, &String)| field == "*" || field == wanted;
            let all_match = fields.len() == 4 && fields.iter().zip(wanted).all(matches);
            all_match.then(|| password.clone())
        })
}

/// Splits a line at its colons. A backslash escapes the next character.
fn split(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        let is_separator = character == ':' && fields.len() < 5;
        match (character, fields.last_mut()) {
            (_, _) if is_separator => fields.push(String::new()),
            ('\\', Some(field)) => field.extend(characters.next()),
            (_, Some(field)) => field.push(character),
            _ => {}
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::in_file;

    #[test]
    fn the_first_line_that_matches_decides() {
        let file = "# a comment\n\
            other:5432:orgd:orgd:wrong\n\
            short:line\n\
            db:5432:*:orgd:with\\:colon\\\\and:more\n\
            *:*:*:*:last";
        let find = |host: &str, user: &str| {
            in_file(file, &[host, "5432", "orgd", user].map(str::to_owned))
        };
        assert_eq!(find("db", "orgd").unwrap(), "with:colon\\and:more");
        assert_eq!(find("db", "ada").unwrap(), "last");
        assert!(in_file("db:1:a:b:c", &["db", "2", "a", "b"].map(str::to_owned)).is_none());
    }
}
