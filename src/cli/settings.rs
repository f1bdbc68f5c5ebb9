//! Settings from files: the configuration file, and files with the URLs of databases.
//!
//! A setting is a flag with an environment variable, and a key of the configuration file has the flag's name. What the
//! file says becomes an argument, unless the flag or the variable is given. So clap checks all settings alike, and
//! knows their names and defaults alone.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory};
use toml::Value;

use super::{Cli, CliError};
use crate::config::secrets::in_file;

/// The flag that names the configuration file.
const CONFIG: &str = "config";

/// The settings that may be in a file of their own, because they may contain a password, with their variables.
const IN_FILES: [(&str, &str); 2] = [
    ("database-url", "DATABASE_URL"),
    ("database-read-url", "DATABASE_READ_URL"),
];

/// How similar a name must be to a setting's to be taken for a typo: clap's own measure.
const SIMILARITY: f64 = 0.7;

/// The arguments of the program, and those that the files add.
///
/// # Errors
/// When a file cannot be read, has a setting that does not exist, or has one that is also in the environment.
pub fn with_files(arguments: Vec<OsString>) -> Result<Vec<OsString>, CliError> {
    let mut program = Cli::command();
    program.build();
    // What is wrong with the arguments is told later.
    let lenient = program.clone().ignore_errors(true);
    let Ok(matches) = lenient.try_get_matches_from(&arguments) else {
        return Ok(arguments);
    };
    let (command, matches) = innermost(&program, &matches);
    let mut settings = match config_file(matches) {
        Some(path) => read(&path, &known(&program))?,
        None => BTreeMap::new(),
    };
    settings.extend(urls_in_files(command, matches)?);
    let added = flags(command).filter_map(|flag| {
        let value = settings.get(flag.get_long()?)?;
        let source = matches.value_source(flag.get_id().as_str());
        let is_given = source.is_some_and(|source| source != ValueSource::DefaultValue);
        as_argument(flag, value).filter(|_| !is_given)
    });
    let added: Vec<_> = added.collect();
    Ok(insert(arguments, added))
}

/// The URLs of databases in the files that the environment names.
fn urls_in_files(
    command: &Command,
    matches: &ArgMatches,
) -> Result<BTreeMap<String, String>, CliError> {
    let mut urls = BTreeMap::new();
    for (setting, variable) in IN_FILES {
        let Some(flag) = flags(command).find(|flag| flag.get_long() == Some(setting)) else {
            continue;
        };
        let Some(url) = in_file(variable)? else {
            continue;
        };
        let source = matches.value_source(flag.get_id().as_str());
        if source == Some(ValueSource::EnvVariable) {
            let both = format!("{variable} and {variable}_FILE are both set: set one of them");
            return Err(both.into());
        }
        urls.insert(setting.to_owned(), url);
    }
    Ok(urls)
}

/// The subcommand that the arguments name.
fn innermost<'a>(
    mut command: &'a Command,
    mut matches: &'a ArgMatches,
) -> (&'a Command, &'a ArgMatches) {
    while let Some((name, inner)) = matches.subcommand()
        && let Some(found) = command.find_subcommand(name)
    {
        (command, matches) = (found, inner);
    }
    (command, matches)
}

/// The settings of a command.
pub fn flags(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|flag| {
        flag.get_env().is_some() && flag.get_long().is_some_and(|name| name != CONFIG)
    })
}

/// The names of all settings: `orgd serve` takes each of them.
fn known(program: &Command) -> Vec<&str> {
    let serve = program.find_subcommand("serve");
    let flags = serve.into_iter().flat_map(flags);
    flags.filter_map(Arg::get_long).collect()
}

fn config_file(matches: &ArgMatches) -> Option<OsString> {
    let mut raw = matches.try_get_raw(CONFIG).ok().flatten()?;
    raw.next().filter(|path| !path.is_empty()).map(Into::into)
}

/// Reads the settings of the file as the values of flags.
fn read(path: &OsString, known: &[&str]) -> Result<BTreeMap<String, String>, CliError> {
    let shown = path.to_string_lossy();
    let text = fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| format!("{shown}: {}", in_one_line(&error, &text)))?;
    let mut settings = BTreeMap::new();
    for (name, value) in table {
        if !known.contains(&name.as_str()) {
            return Err(format!("{shown}: {}", unknown(&name, known)).into());
        }
        let value = as_text(&value).map_err(|why| format!("{shown}: {name} {why}"))?;
        settings.extend(value.map(|value| (name, value)));
    }
    Ok(settings)
}

fn in_one_line(error: &toml::de::Error, text: &str) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map(|before| before.matches('\n').count() + 1);
    let line = line.map_or(String::new(), |line| format!("line {line}: "));
    line + error.message()
}

fn unknown(name: &str, known: &[&str]) -> String {
    let similarity = |setting: &&str| strsim::jaro_winkler(name, setting);
    let nearest = known
        .iter()
        .copied()
        .filter(|setting| similarity(setting) > SIMILARITY)
        .max_by(|one, other| similarity(one).total_cmp(&similarity(other)));
    match nearest {
        Some(nearest) => format!("there is no setting {name}: did you mean {nearest}?"),
        None => format!("there is no setting {name}"),
    }
}

/// The value as text, or `None` for an empty one, which is the same as none.
fn as_text(value: &Value) -> Result<Option<String>, &'static str> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(is_on) => is_on.to_string(),
        Value::Array(items) => {
            let items = items.iter().map(|item| item.as_str().map(str::to_owned));
            let items: Option<Vec<_>> = items.collect();
            items.ok_or("must be a list of strings")?.join(",")
        }
        Value::Float(_) | Value::Datetime(_) | Value::Table(_) => {
            return Err("must be a string, a whole number, true, false or a list of strings");
        }
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// The flag with its value. A switch that is off is no argument.
fn as_argument(flag: &Arg, value: &str) -> Option<OsString> {
    let name = flag.get_long()?;
    match value {
        "false" if !flag.get_action().takes_values() => None,
        "true" if !flag.get_action().takes_values() => Some(format!("--{name}").into()),
        value => Some(format!("--{name}={value}").into()),
    }
}

/// Adds flags to the arguments, before those that follow `--`.
fn insert(mut arguments: Vec<OsString>, added: Vec<OsString>) -> Vec<OsString> {
    let end = arguments.iter().position(|argument| argument == "--");
    let end = end.unwrap_or(arguments.len());
    arguments.splice(end..end, added);
    arguments
}
