//! `serve --demo`: the printed commands work as printed.

use std::fs;
use std::sync::Arc;

use rstest_reuse::apply;
use serde_json::{Value, json};
use tokio::process::Command;

use crate::support::{self, Database, Server, Storage, User, each_database, orgd};

/// The output of a server with the demo data.
struct Demo {
    server: Server,
    printed: String,
}

impl Demo {
    async fn start(storage: Arc<Storage>) -> Self {
        let mut command = orgd(&["serve", "--demo", "--listen", "127.0.0.1:0"]);
        command.env("DATABASE_URL", &storage.url);
        Self::spawn(storage, command).await
    }

    async fn spawn(storage: Arc<Storage>, mut command: Command) -> Self {
        let file = storage.folder.path().join("printed");
        command.stdout(fs::File::create(&file).unwrap());
        let server = Server::spawn(storage, command).await;
        let printed = fs::read_to_string(file).unwrap();
        Self { server, printed }
    }

    /// The printed commands: one for the public surface, one for v1.
    fn commands(&self) -> [&str; 2] {
        let paragraphs = self.printed.split("\n\n").map(str::trim);
        let commands: Vec<_> = paragraphs.filter(|text| text.starts_with("curl")).collect();
        commands.try_into().unwrap()
    }

    /// Runs both commands as printed and returns their responses.
    async fn answers(&self) -> [Value; 2] {
        let [public, v1] = self.commands();
        [run(public).await, run(v1).await]
    }

    /// The owner of the demo organization, with the credential of the printed v1 command.
    fn owner(&self) -> User {
        let (_, rest) = self.commands()[1].split_once("Bearer ").unwrap();
        let (token, _) = rest.split_once('"').unwrap();
        User::new(&self.server, String::new(), token.to_owned())
    }
}

async fn run(command: &str) -> Value {
    let mut shell = Command::new("sh");
    // Bypass any proxy of the machine.
    let output = shell.args(["-c", command]).env("NO_PROXY", "*").output();
    let output = output.await.unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "is curl installed? {command}: {error}"
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The organization of the two products' pages.
const PATH: &str = "/api/v1/organizations/org_cld2abc123def456";

/// The response on BunShip's page, without its times.
fn page() -> Value {
    json!({
        "id": "org_cld2abc123def456",
        "name": "Acme Corporation",
        "slug": "acme-corp",
        "description": "Building the future of widgets since 2024",
        "logoUrl": "https://cdn.bunship.com/logos/acme-v2.png",
        "settings": {
            "branding": { "primaryColor": "#4338CA", "accentColor": "#818CF8" },
            "features": { "webhooks": true, "apiAccess": true },
        },
        "createdBy": "usr_cld2abc123def456",
    })
}

fn without_times(mut organization: Value) -> Value {
    let members = organization.as_object_mut().unwrap();
    for time in ["createdAt", "updatedAt"] {
        assert!(members.remove(time).unwrap().is_string(), "{time}");
    }
    organization
}

#[apply(each_database)]
async fn the_printed_commands_are_answered_as_the_pages_show(database: support::Database) {
    let demo = Demo::start(Arc::new(database.create().await)).await;
    let [public, v1] = demo.answers().await;
    assert_eq!(without_times(v1), page());
    let data = &public["data"];
    assert_eq!(data["customAiContext"], "Widgets are counted in dozens.");
    assert_eq!(data["onboardingStatus"], "COMPLETED");
    let origins = json!(["https://example.com", "https://*.example.com"]);
    assert_eq!(data["embedAllowedOrigins"], origins);
    assert_eq!(data["id"], "org_cld2abc123def456");
    assert!(data["trialEndsAt"].is_string());
    assert_eq!(data.get("jwtSecret"), None);
}

#[apply(each_database)]
async fn the_printed_commands_take_an_api_key_and_a_token(database: support::Database) {
    let demo = Demo::start(Arc::new(database.create().await)).await;
    let [public, v1] = demo.commands();
    assert!(public.contains("Bearer bd_key_"), "{public}");
    assert!(v1.contains("Bearer eyJ"), "{v1}");
}

#[apply(each_database)]
async fn the_printed_address_is_swagger_ui(database: support::Database) {
    let demo = Demo::start(Arc::new(database.create().await)).await;
    let mut words = demo.printed.split_whitespace();
    let url = words.find(|word| word.starts_with("http")).unwrap();
    assert_eq!(url, format!("{}/docs/", demo.server.url));
    let page = reqwest::get(url).await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("swagger-ui"));
}

#[apply(each_database)]
async fn a_second_start_keeps_the_data(database: support::Database) {
    let demo = Demo::start(Arc::new(database.create().await)).await;
    demo.answers().await;
    let owner = demo.owner();
    let body = json!({ "description": "Ours", "settings": { "billing": { "taxId": "DE123" } } });
    let changed = owner.patch(PATH, body).await;
    let again = Demo::start(demo.server.kill().await).await;
    // The credentials of the first start still work.
    for owner in [again.owner(), owner.at(&again.server)] {
        let read = owner.get(PATH).await;
        assert_eq!(read.body, changed.body);
        assert_eq!(read.header("etag"), changed.header("etag"));
    }
    let [public, v1] = again.answers().await;
    assert_eq!(
        v1, changed.body,
        "the same request changes nothing any more"
    );
    assert_eq!(public["data"]["name"], "Acme Corporation");
}

#[apply(each_database)]
async fn a_deleted_demo_organization_comes_back(database: support::Database) {
    let demo = Demo::start(Arc::new(database.create().await)).await;
    let owner = demo.owner();
    assert_eq!(owner.delete(PATH).await.status, 200);
    assert_eq!(owner.get(PATH).await.status, 404);
    let again = Demo::start(demo.server.kill().await).await;
    let [_, v1] = again.answers().await;
    assert_eq!(without_times(v1), page());
}

/// The first command of a new user, in an empty folder and with an empty environment.
#[tokio::test]
async fn an_empty_folder_is_all_it_needs() {
    let storage = Arc::new(Database::Sqlite.create().await);
    let mut command = orgd(&["serve", "--demo", "--listen", "127.0.0.1:0"]);
    let folder = storage.folder.path();
    command
        .env_remove("ORGD_JWT_SECRET")
        .env_remove("ORGD_SECRET_KEY")
        .current_dir(folder);
    let database = folder.join("orgd.db");
    let demo = Demo::spawn(Arc::clone(&storage), command).await;
    assert!(database.exists());
    let [public, v1] = demo.answers().await;
    assert_eq!(without_times(v1), page());
    assert_eq!(public["data"]["slug"], "acme-corp");
}

#[apply(each_database)]
async fn the_demo_keeps_to_the_maximum_lifetime_of_tokens(database: support::Database) {
    let storage = Arc::new(database.create().await);
    let mut command = orgd(&["serve", "--demo", "--listen", "127.0.0.1:0"]);
    command
        .args(["--jwt-max-lifetime", "1h"])
        .env("DATABASE_URL", &storage.url);
    let demo = Demo::spawn(storage, command).await;
    let answer = demo.owner().get("/api/v1/users/me/organizations").await;
    assert_eq!(answer.status, 200);
}
