//! What `roles explain`, `token explain` and `token diff` show: all that somebody may do, and why.

use super::args::Format;
use super::output::{Output, Row, join, time};
use super::roles::to_come;
use super::tree::Tree;
use super::{Answer, Outcome, Session};
use crate::model::{RoleName, TokenId};
use crate::ops::explain::{
    DiffTokens, ExplainRole, ExplainWho, Explanation, RoleExplanation, RoleScope, Side, TokenBeside,
};
use crate::ops::who::Who;
use crate::rbac::{Branch, Grant, Node, Scope, ScopeTree, Why, Written};

/// All that somebody may do, from role to expansion, and their tokens beside it.
pub(super) fn who(who: Who, session: &mut Session) -> Outcome {
    let explanation = session.backend.read(ExplainWho(who))?;
    match session.out.format() {
        Format::Json => session.out.json(&explanation)?,
        Format::Name => {
            let grants = explanation.outline.grants.iter();
            grants
                .into_iter()
                .try_for_each(|grant| session.out.line(&grant.to_string()))?;
        }
        Format::Table => show(&explanation, &mut session.out)?,
    }
    if explanation.outline.grants.is_empty() {
        to_come::say(session)?;
    }
    Ok(Answer::Yes)
}

fn show(explanation: &Explanation, out: &mut Output) -> std::io::Result<()> {
    let Explanation {
        who,
        outline,
        tokens,
    } = explanation;
    out.line(&format!("{who} may:"))?;
    if outline.sources.is_empty() {
        out.line("nothing: no role, no share")?;
    }
    for branch in &outline.sources {
        out.line("")?;
        out.tree(&of_branch(branch))?;
    }
    if !tokens.is_empty() {
        out.line("")?;
        out.list(tokens)?;
    }
    Ok(())
}

/// What a role grants, and to whom.
pub(super) fn role(name: RoleName, session: &mut Session) -> Outcome {
    let explanation = session.backend.read(ExplainRole(name))?;
    let RoleExplanation { role, expansion } = &explanation;
    match session.out.format() {
        Format::Json => session.out.json(&explanation)?,
        Format::Name => expansion
            .iter()
            .try_for_each(|scope| session.out.line(&scope.written))?,
        Format::Table => {
            let scopes = expansion.iter().map(of_role_scope).collect();
            let name = format!("role `{}`", role.role.name);
            session.out.tree(&Tree::new(name, scopes))?;
            for (kind, members) in [
                ("users", &role.users),
                ("groups", &role.groups),
                ("services", &role.services),
            ] {
                let names: Vec<_> = members.iter().map(|member| &member.name).collect();
                if !names.is_empty() {
                    session
                        .out
                        .line(&format!("held by {kind}: {}", join(&names)))?;
                }
            }
        }
    }
    Ok(Answer::Yes)
}

fn of_role_scope(scope: &RoleScope) -> Tree {
    let filter = scope
        .written
        .split_once('!')
        .map_or("", |(_, filter)| filter);
    match &scope.tree {
        // it stands for what is the holder's own
        Some(tree) if tree.scope == Scope::SelfScope => {
            Tree::new(scope.written.clone(), below(tree, "user"))
        }
        Some(tree) => Tree::new(scope.written.clone(), below(tree, filter)),
        None => Tree::new(
            format!("{} ✗ {}", scope.written, briefly(Why::UnknownScope)),
            Vec::new(),
        ),
    }
}

/// What a scope brings with it, under the same filter.
fn below(tree: &ScopeTree, filter: &str) -> Vec<Tree> {
    let mark = if filter.is_empty() { "" } else { "!" };
    let brought = tree.subscopes.iter();
    brought
        .map(|tree| Tree::new(format!("{}{mark}{filter}", tree.scope), below(tree, filter)))
        .collect()
}

/// What two tokens may do, beside each other.
pub(super) fn diff(left: TokenId, right: TokenId, session: &mut Session) -> Outcome {
    let diff = session.backend.read(DiffTokens { left, right })?;
    if session.out.format() == Format::Json {
        session.out.json(&diff)?;
        return Ok(Answer::Yes);
    }
    let sides = [diff.left, diff.right];
    session.out.list(&sides)?;
    for side in &sides {
        let only = if side.only.is_empty() {
            " nothing that the other may not"
        } else {
            ""
        };
        session.out.line("")?;
        session
            .out
            .line(&format!("only `{}` may:{only}", side.id))?;
        side.only
            .iter()
            .try_for_each(|grant| session.out.line(&format!("  {grant}")))?;
    }
    Ok(Answer::Yes)
}

impl Row for Side {
    const COLUMNS: &'static [&'static str] = &["token", "owner", "note", "scopes", "why not all"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.who.clone(),
            self.note.clone().unwrap_or_default(),
            self.scopes.join(" "),
            self.why.join("; "),
        ]
    }

    fn name(&self) -> String {
        self.id.to_string()
    }
}

fn of_branch(branch: &Branch) -> Tree {
    Tree::new(
        branch.source.to_string(),
        branch.scopes.iter().map(of_written).collect(),
    )
}

/// A scope as written; where it expands to itself first, the two are one line.
fn of_written(written: &Written) -> Tree {
    let lost: String = written
        .lost
        .iter()
        .map(|why| [" ✗ ", briefly(*why)].concat())
        .collect();
    match written.expansion.as_slice() {
        [node] if label(node) == written.written => {
            let mut tree = of_node(node);
            tree.append(&lost);
            tree
        }
        nodes => Tree::new(
            format!("{}{lost}", written.written),
            nodes.iter().map(of_node).collect(),
        ),
    }
}

fn of_node(node: &Node) -> Tree {
    let lost: String = node
        .lost
        .iter()
        .map(|why| [" ✗ ", briefly(*why)].concat())
        .collect();
    Tree::new(
        format!("{}{lost}", label(node)),
        node.brings.iter().map(of_node).collect(),
    )
}

/// A reason, as short as a tree has room for.
fn briefly(why: Why) -> &'static str {
    match why {
        Why::UnknownScope => "there is no such scope",
        Why::NamelessFilter => "its filter names nothing",
        Why::FilterWithoutTarget => "there is nothing that its filter could mean",
        Why::SelfOfNoUser => "means nothing for what is not a user",
        Why::NotAboutServers => "in part: not what is about users",
        Why::GroupShareInToken => "not counted for tokens, as it came by a group",
        Why::ShareNotExpandedInToken => "not expanded for tokens",
        Why::NotInToken => "not in the token",
        Why::NotOfOwner => "the owner lacks it",
        Why::NotOfClient => "the OAuth client may not ask for it",
        Why::Expired => "the token has expired",
        Why::NoClient => "the token has no OAuth client",
    }
}

/// What a token lacks, in one cell.
fn lacks(token: &TokenBeside) -> String {
    const MOST: usize = 4;
    if token.useless {
        return "everything".to_owned();
    }
    if token.lacks.is_empty() {
        return "nothing".to_owned();
    }
    let shown: Vec<_> = token
        .lacks
        .iter()
        .take(MOST)
        .map(ToString::to_string)
        .collect();
    match token.lacks.len().saturating_sub(MOST) {
        0 => shown.join(" "),
        more => format!("{} and {more} more", shown.join(" ")),
    }
}

fn label(node: &Node) -> String {
    node.grant
        .as_ref()
        .map_or_else(|| node.scope.to_string(), Grant::to_string)
}

impl Row for TokenBeside {
    const COLUMNS: &'static [&'static str] =
        &["token", "note", "scopes", "expires", "lacks", "why"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.note.clone().unwrap_or_default(),
            self.scopes.join(" "),
            time(self.expires_at),
            lacks(self),
            self.why.join("; "),
        ]
    }

    fn name(&self) -> String {
        self.id.to_string()
    }
}
