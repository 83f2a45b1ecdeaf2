//! `hubctl hub`: the running hub itself.

use clap::{Args, Subcommand};
use serde_json::Value;

use super::{Answer, Outcome, Session, prompt};

/// See what a hub that runs is made of, and shut it down
#[derive(Debug, Subcommand)]
pub(super) enum Hub {
    /// Show which release it is, and what it starts servers and signs people in with
    Info,
    /// Have it read its configuration again; its log tells what came of that
    Reload,
    /// Have it end
    Shutdown(Shutdown),
}

#[derive(Debug, Args)]
pub(super) struct Shutdown {
    /// Stop people's servers, too [default: as the hub is configured]
    #[arg(long, conflicts_with = "keep_servers")]
    stop_servers: bool,
    /// Leave people's servers running
    #[arg(long)]
    keep_servers: bool,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

pub(super) fn run(verb: &Hub, session: &mut Session) -> Outcome {
    match verb {
        Hub::Info => info(session),
        Hub::Reload => {
            let hub = session.backend.hub()?;
            hub.reload()?;
            let said = format!("the hub at `{}` reads its configuration again", hub.place());
            session.out.say(&said);
            Ok(Answer::Yes)
        }
        Hub::Shutdown(args) => shut_down(args, session),
    }
}

fn info(session: &mut Session) -> Outcome {
    let hub = session.backend.hub()?;
    let info = hub.info()?;
    let class = |what: &str| match (info[what]["class"].as_str(), info[what]["version"].as_str()) {
        (Some(class), Some(version)) => format!("{class} {version}"),
        (Some(class), None) => class.to_owned(),
        (None, _) => String::new(),
    };
    let text = |what: &str| info[what].as_str().unwrap_or_default();
    let python = text("python").split_whitespace().next().unwrap_or_default();
    let fields = vec![
        ("hub", hub.place().to_string()),
        ("version", hub.known()?.name()),
        ("api", format!("JupyterHub {}", text("version"))),
        ("authenticator", class("authenticator")),
        ("spawner", class("spawner")),
        ("python", python.to_owned()),
        ("program", text("sys_executable").to_owned()),
    ];
    let name = hub.place().to_string();
    session.out.one_called::<Value>(&info, fields, &name)?;
    Ok(Answer::Yes)
}

fn shut_down(args: &Shutdown, session: &mut Session) -> Outcome {
    let hub = session.backend.hub()?;
    let servers = match (args.stop_servers, args.keep_servers) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    };
    let place = hub.place();
    prompt::confirm_doing(args.yes, &format!("Shut down the hub at {place}?"))?;
    hub.shut_down(servers, None)?;
    session.out.say(&format!("the hub at `{place}` is ending"));
    Ok(Answer::Yes)
}
