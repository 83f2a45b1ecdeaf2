//! `hubctl roles grant` and `revoke`.

use clap::Args;
use clap_complete::ArgValueCompleter;

use super::lasting;
use crate::cli::args::Write;
use crate::cli::output::join;
use crate::cli::{Answer, Outcome, Session, complete, names};
use crate::error::Error;
use crate::model::{GroupName, RoleMembers, RoleName, ServiceName, UserName};
use crate::ops::roles::{GrantRole, RevokeRole, ShowRole};
use crate::rbac::Holder;

/// More names than this are counted.
const NAMED: usize = 3;

#[derive(Debug, Args)]
pub(in crate::cli) struct Grant {
    /// Which role
    #[arg(add = ArgValueCompleter::new(complete::roles))]
    role: RoleName,
    #[command(flatten)]
    to: Whom,
    /// Mark role and grants as the authenticator's, so that JupyterHub keeps them when it starts
    #[arg(long)]
    managed: bool,
    #[command(flatten)]
    write: Write,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Revoke {
    /// Which role
    #[arg(add = ArgValueCompleter::new(complete::roles))]
    role: RoleName,
    #[command(flatten)]
    from: Whom,
    #[command(flatten)]
    write: Write,
}

/// Users, groups and services.
#[derive(Debug, Args)]
struct Whom {
    /// These users; `-` reads them from stdin, one a line
    #[arg(long = "user", value_name = "USER", num_args = 1..)]
    #[arg(add = ArgValueCompleter::new(complete::users))]
    users: Vec<String>,
    /// These groups; `-` reads them from stdin, one a line
    #[arg(long = "group", value_name = "GROUP", num_args = 1..)]
    #[arg(add = ArgValueCompleter::new(complete::groups))]
    groups: Vec<String>,
    /// These services; `-` reads them from stdin, one a line
    #[arg(long = "service", value_name = "SERVICE", num_args = 1..)]
    #[arg(add = ArgValueCompleter::new(complete::services))]
    services: Vec<String>,
}

impl Whom {
    fn holders(&self) -> anyhow::Result<Vec<Holder>> {
        let users = names::given::<UserName>(&self.users)?;
        let groups = names::given::<GroupName>(&self.groups)?;
        let services = names::given::<ServiceName>(&self.services)?;
        let users = users.into_iter().map(Holder::User);
        let groups = groups.into_iter().map(Holder::Group);
        let services = services.into_iter().map(Holder::Service);
        let all: Vec<_> = users.chain(groups).chain(services).collect();
        if all.is_empty() {
            return Err(Error::invalid("who?")
                .hint("name them with `--user`, `--group` or `--service`")
                .into());
        }
        Ok(all)
    }
}

pub(super) fn run(args: &Grant, session: &mut Session) -> Outcome {
    let holders = args.to.holders()?;
    let granting = holders.iter().map(|to| GrantRole {
        role: args.role.clone(),
        to: to.clone(),
        managed: args.managed,
    });
    let changed = session.backend.write(args.write, granting)?;
    let role = &args.role;
    let (new, old) = split(&holders, &changed);
    if let Some(new) = new {
        session
            .out
            .did(args.write, &format!("granted `{role}` to {new}"));
    }
    if let Some(old) = old {
        session.out.say(&format!("{old} held `{role}` already"));
    }
    // Whoever may grant a role may not be allowed to see it; what is done is done.
    if let Ok(RoleMembers {
        role: mut shown, ..
    }) = session.backend.read(ShowRole(role.clone()))
    {
        shown.managed_by_auth |= args.managed;
        lasting::grants(&shown, session)?;
    }
    Ok(Answer::Yes)
}

pub(super) fn revoke(args: &Revoke, session: &mut Session) -> Outcome {
    let holders = args.from.holders()?;
    let revoking = holders.iter().map(|from| RevokeRole {
        role: args.role.clone(),
        from: from.clone(),
    });
    let revoked = session.backend.write(args.write, revoking)?;
    let held: Vec<_> = revoked.iter().map(|revoked| revoked.held).collect();
    let (taken, not_held) = split(&holders, &held);
    let role = &args.role;
    if let Some(taken) = taken {
        session
            .out
            .did(args.write, &format!("revoked `{role}` from {taken}"));
    }
    if let Some(not_held) = not_held {
        session
            .out
            .say(&format!("{not_held} did not hold `{role}`"));
    }
    for (holder, revoked) in holders.iter().zip(&revoked) {
        if !revoked.still_by.is_empty() {
            let groups = join(&revoked.still_by);
            session.out.say(&format!(
                "{holder} holds `{role}` still, by the group {groups}"
            ));
        }
    }
    Ok(Answer::Yes)
}

/// Those for whom something changed, and those for whom nothing did, each in a few words.
fn split(holders: &[Holder], changed: &[bool]) -> (Option<String>, Option<String>) {
    let of = |wanted: bool| -> Option<String> {
        let both = holders.iter().zip(changed);
        let some: Vec<_> = both
            .filter(|(_, changed)| **changed == wanted)
            .map(|(holder, _)| holder.to_string())
            .collect();
        match some.len() {
            0 => None,
            1..=NAMED => Some(some.join(", ")),
            many => Some(format!("{many} holders")),
        }
    };
    (of(true), of(false))
}
