//! `hubctl whoami`.

use clap::Args;
use serde_json::json;

use super::output::{join, time};
use super::{Answer, Outcome, Session};
use crate::client::{Me, Remote};
use crate::rbac::{Catalogue, Grants};

/// Say who you are, to which hub or database, and what you may do there
#[derive(Debug, Args)]
pub(super) struct Whoami {}

pub(super) fn run(session: &mut Session) -> Outcome {
    if session.backend.is_remote() {
        let hub = session.backend.hub()?;
        let me = hub.me()?;
        let fields = fields(hub, &me, session.backend.profile())?;
        let told =
            json!({ "hub": hub.place().to_string(), "version": hub.known()?.name(), "who": me });
        session.out.one_called(&told, fields, &me.name)?;
        return Ok(Answer::Yes);
    }
    let db = session.backend.db()?.to_string();
    let who = whoami::username().unwrap_or_default();
    let fields = vec![
        ("name", who.clone()),
        ("kind", "operator".to_owned()),
        ("database", db.clone()),
        (
            "may do",
            "everything: whoever can write the database can".to_owned(),
        ),
    ];
    let told = json!({ "database": db, "who": { "kind": "operator", "name": who } });
    session.out.one_called(&told, fields, &who)?;
    Ok(Answer::Yes)
}

fn fields(
    hub: &Remote,
    me: &Me,
    profile: Option<&str>,
) -> anyhow::Result<Vec<(&'static str, String)>> {
    let grants = Grants::parse(&me.scopes).unwrap_or_default();
    let heads: Vec<_> = grants
        .heads(&Catalogue::undefined())
        .unparse()
        .into_iter()
        .collect();
    let token = me.token_id.map(|id| id.to_string());
    Ok(vec![
        ("name", me.name.clone()),
        ("kind", me.kind.clone()),
        ("hub", hub.place().to_string()),
        ("version", hub.known()?.name()),
        ("profile", profile.unwrap_or_default().to_owned()),
        ("token", token.unwrap_or_default()),
        ("expires", time(me.expires_at)),
        ("may do", join(&heads)),
    ])
}
