//! `hubctl can`, `hubctl explain`, and the explanations of roles and tokens.

use clap::Args;
use clap_complete::ArgValueCompleter;

use super::args::Format;
use super::output::{Output, Row, join, time};
use super::tree::Tree;
use super::{Answer, Outcome, Session, complete};
use crate::error::{Error, Result};
use crate::model::{RoleName, TokenId};
use crate::ops::explain::{
    Can, DiffTokens, ExplainRequest, ExplainRole, ExplainWho, Explanation, ListGrants,
    RequestVerdict, RoleExplanation, RoleScope, Side, TokenBeside,
};
use crate::ops::request::Method;
use crate::ops::who::Who;
use crate::rbac::{
    Branch, Catalogue, Filter, Grant, Node, RawFilter, RawScope, Scope, ScopeTree, Target, Verdict,
    Way, Why, Written,
};

// Whoever is asked about is read after clap, which would repeat a token's value taken for its id.
#[derive(Debug, Args)]
pub(super) struct CanArgs {
    /// Who: a user, or `group=NAME`, `service=NAME`, `token=ID`
    #[arg(add = ArgValueCompleter::new(complete::who))]
    who: String,
    /// Which scope; it may carry its filter, as in `read:users!group=class`
    #[arg(required_unless_present = "list", add = ArgValueCompleter::new(complete::scopes))]
    scope: Option<String>,
    /// On what: `user=NAME`, `server=USER/NAME`, `group=NAME` or `service=NAME`
    #[arg(long, value_name = "TARGET")]
    on: Option<String>,
    /// List all they may do instead
    #[arg(long, conflicts_with = "scope")]
    list: bool,
}

#[derive(Debug, Args)]
pub(super) struct RequestArgs {
    /// The method
    #[arg(ignore_case = true)]
    method: Method,
    /// The path, as in a log or below `/hub/api`
    path: String,
    /// Who asks: a user, or `service=NAME`, `token=ID`
    #[arg(long = "as", value_name = "WHO", add = ArgValueCompleter::new(complete::who))]
    who: String,
}

pub(super) fn can(args: CanArgs, session: &mut Session) -> Outcome {
    let who = args.who.parse()?;
    let on = args.on.as_deref().map(target).transpose()?;
    let Some(scope) = args.scope else {
        return list(who, on, session);
    };
    let (scope, target) = question(&scope, on)?;
    let verdict = session.backend.read(Can { who, scope, target })?;
    match session.out.format() {
        Format::Json => session.out.json(&verdict)?,
        Format::Name => session.out.line(yes_or_no(verdict.allowed))?,
        Format::Table => {
            session.out.line(yes_or_no(verdict.allowed))?;
            reasons(&verdict, &mut session.out)?;
        }
    }
    Ok(answer(verdict.allowed))
}

fn list(who: Who, on: Option<Target>, session: &mut Session) -> Outcome {
    let grants = session.backend.read(ListGrants { who, on })?;
    match session.out.format() {
        Format::Json => session.out.json(&grants)?,
        _ => grants
            .iter()
            .try_for_each(|grant| session.out.line(&grant.to_string()))?,
    }
    Ok(Answer::Yes)
}

pub(super) fn request(args: RequestArgs, session: &mut Session) -> Outcome {
    let asking = ExplainRequest {
        method: args.method,
        path: args.path,
        who: args.who.parse()?,
    };
    let found = session.backend.read(asking)?;
    let allowed = found.verdict.allowed;
    match session.out.format() {
        Format::Json => session.out.json(&found)?,
        Format::Name => session.out.line(yes_or_no(allowed))?,
        Format::Table => {
            let RequestVerdict {
                who,
                request,
                verdict,
            } = &found;
            let needs = if request.any_of.is_empty() {
                "no scope".to_owned()
            } else {
                verdict.requirement.to_string()
            };
            let line = format!("{}: {who} asks to {}", yes_or_no(allowed), request.does);
            session.out.line(&line)?;
            session.out.line(&format!(
                "{} {} needs {needs}",
                request.method, request.path
            ))?;
            reasons(verdict, &mut session.out)?;
        }
    }
    Ok(answer(allowed))
}

fn answer(yes: bool) -> Answer {
    if yes { Answer::Yes } else { Answer::No }
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// The scope asked for, and on what: by `--on`, or by the filter that the scope carries.
fn question(scope: &str, on: Option<Target>) -> Result<(Scope, Target)> {
    let asked = Catalogue::undefined().check(scope)?;
    let carried = match asked.filter {
        RawFilter::Everything => None,
        RawFilter::Named(filter) => Some(named(filter)?),
        RawFilter::Own(own) => {
            return Err(Error::invalid(format!("`!{own}` does not say which {own}"))
                .hint(format!("write `!{own}=NAME`, or `--on {own}=NAME`")));
        }
    };
    match (carried, on) {
        (Some(_), Some(_)) => Err(
            Error::invalid(format!("`{scope}` and `--on` both say on what"))
                .hint("keep one of them"),
        ),
        (target, on) => Ok((asked.scope, target.or(on).unwrap_or(Target::Anything))),
    }
}

/// Reads `user=NAME`, `server=USER/NAME`, `group=NAME` or `service=NAME`.
fn target(on: &str) -> Result<Target> {
    match format!("{}!{on}", Scope::NoScope)
        .parse()
        .map(|raw: RawScope| raw.filter)
    {
        Ok(RawFilter::Named(filter)) => named(filter),
        _ => Err(no_target(on)),
    }
}

fn named(filter: Filter) -> Result<Target> {
    Ok(match filter {
        Filter::User(name) => Target::User(name),
        Filter::Server(server) => Target::Server(server),
        Filter::Group(name) => Target::Group(name),
        Filter::Service(name) => Target::Service(name),
        Filter::Unmatchable(text) => return Err(no_target(&text)),
    })
}

fn no_target(given: &str) -> Error {
    Error::invalid(format!(
        "`{given}` names nothing that a scope can be used on"
    ))
    .hint("write `user=NAME`, `server=USER/NAME`, `group=NAME` or `service=NAME`")
}

/// Why it is so, and what would change it.
fn reasons(verdict: &Verdict, out: &mut Output) -> std::io::Result<()> {
    for way in &verdict.ways {
        out.line(&format!("  by {}", by(way)))?;
    }
    for loss in &verdict.losses {
        out.line(&format!("  because {loss}"))?;
    }
    if verdict.allowed {
        return Ok(());
    }
    for grant in &verdict.elsewhere {
        out.line(&format!("  it has `{grant}`, which does not reach so far"))?;
    }
    for (at, remedy) in verdict.remedies.iter().enumerate() {
        if at == 0 {
            out.line("any one of these would change it:")?;
        }
        let changes: Vec<_> = remedy.changes.iter().map(ToString::to_string).collect();
        out.line(&format!("  · {}", changes.join("; and ")))?;
    }
    Ok(())
}

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

/// ``role `support` by group `staff`: admin:servers → servers → read:servers``
fn by(way: &Way) -> String {
    let mut steps: Vec<_> = way.through.iter().map(ToString::to_string).collect();
    if let (Some(first), Some(written)) = (steps.first_mut(), Some(&way.written)) {
        first.clone_from(written);
    }
    if steps.len() > 1
        && let Some(last) = steps.last_mut()
    {
        *last = way.grant.to_string();
    }
    format!("{}: {}", way.source, steps.join(" → "))
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
