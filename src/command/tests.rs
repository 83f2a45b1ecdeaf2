use serde_json::json;

use super::*;
use crate::error::Kind;

fn shell(script: &str) -> CommandLine {
    CommandLine::new(["sh", "-c", script])
}

async fn run_for(script: &str, seconds: u64) -> Result<Option<Value>> {
    let external = External {
        option: "spawner.pre_spawn_hook",
        command: &shell(script),
        patience: Duration::from_secs(seconds),
    };
    external.tell(&json!({ "user": { "name": "ada" } })).await
}

async fn run(script: &str) -> Result<Option<Value>> {
    run_for(script, 20).await
}

#[tokio::test]
async fn a_command_hears_json_and_answers_json() {
    let answer = run("cat").await.unwrap();
    assert_eq!(answer, Some(json!({ "user": { "name": "ada" } })));
    assert_eq!(
        run("exit 0").await.unwrap(),
        None,
        "and may not listen, nor answer"
    );
}

#[tokio::test]
async fn a_command_that_fails_is_quoted() {
    let error = run("for n in 1 2 3 4 5 6; do echo line $n >&2; done; exit 3").await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), Kind::Unreachable);
    assert_eq!(
        error.to_string(),
        "the command of `spawner.pre_spawn_hook` failed: exit status 3 \
         · it said: line 2 | line 3 | line 4 | line 5 | line 6"
    );
}

#[tokio::test]
async fn a_command_refuses_in_its_own_words() {
    let refusal = run(r#"echo '{"error": "no room until Monday"}'"#).await;
    let refusal = refusal.unwrap_err();
    assert_eq!(refusal.kind(), Kind::Invalid);
    assert_eq!(refusal.to_string(), "no room until Monday");
}

#[tokio::test]
async fn what_is_no_json_is_no_answer() {
    for script in ["echo yes", "yes | head -c 2000000", "echo '{} {}'"] {
        let error = run(script).await.unwrap_err();
        assert!(error.message().contains("gave no answer of use"), "{error}");
    }
}

#[tokio::test]
async fn a_command_has_its_time_and_takes_its_children_along() {
    let folder = tempfile::tempdir().unwrap();
    let late = folder.path().join("late");
    let script = format!("(sleep 2; touch {}) & sleep 60", late.display());
    let error = run_for(&script, 1).await.unwrap_err();
    assert!(
        error.message().contains("did not end in 1 seconds"),
        "{error}"
    );
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(!late.exists());
}

#[tokio::test]
async fn what_cannot_be_run_says_why() {
    let command = CommandLine::new(["/nowhere/at-all"]);
    let external = External {
        option: "hub.default_url",
        command: &command,
        patience: Duration::from_secs(1),
    };
    let error = external.tell(&Value::Null).await.unwrap_err();
    assert!(
        error
            .message()
            .starts_with("the command of `hub.default_url` cannot be run: `/nowhere/at-all`")
    );
}
