//! Explanations of decisions: each a question that people ask of a real hub.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hubctl::model::{GroupName, UserName};
use hubctl::rbac::{
    Caller, Catalogue, Client, DEFAULT_ROLES, Granted, HeldRole, HeldShare, Holder, Holdings,
    Known, Needs, Requirement, Scope, Subject, Target, TokenFacts, Verdict, Via, authorize,
    outline, verdict,
};

type Groups = BTreeMap<UserName, BTreeSet<GroupName>>;

/// A user who holds `roles`: the default ones, or those of the hub below.
fn user(name: &str, roles: &[&str]) -> Subject {
    holder(Holder::User(name.into()), roles)
}

fn holder(holder: Holder, roles: &[&str]) -> Subject {
    let mut subject = Subject {
        holdings: Holdings {
            holder,
            roles: vec![],
            shares: vec![],
        },
        token: None,
    };
    subject
        .holdings
        .roles
        .extend(roles.iter().map(|name| held(name, Via::Direct)));
    subject
}

fn held(name: &str, via: Via) -> HeldRole {
    let scopes = known()
        .roles
        .into_iter()
        .find(|(role, _)| role.as_str() == name);
    HeldRole {
        name: name.into(),
        scopes: scopes.unwrap().1,
        via,
    }
}

trait With: Sized {
    fn with_token(self, client: Client, scopes: &[&str]) -> Self;
    fn with_role_of(self, group: &str, role: &str) -> Self;
    fn with_share(self, server: &str, via: Via) -> Self;
}

impl With for Subject {
    fn with_token(mut self, client: Client, scopes: &[&str]) -> Self {
        let scopes = scopes.iter().map(ToString::to_string).collect();
        self.token = Some(TokenFacts {
            scopes,
            client,
            server: None,
            expired: false,
        });
        self
    }

    fn with_role_of(mut self, group: &str, role: &str) -> Self {
        self.holdings
            .roles
            .push(held(role, Via::Group(group.into())));
        self
    }

    fn with_share(mut self, server: &str, via: Via) -> Self {
        self.holdings.shares.push(HeldShare {
            server: server.parse().unwrap(),
            scopes: vec![format!("access:servers!server={server}")],
            via,
        });
        self
    }
}

/// The default roles, and some of a school.
fn known() -> Known {
    let own: [(&str, &[&str]); 4] = [
        ("service-list", &["list:services"]),
        (
            "math-teacher",
            &["read:users!group=math", "access:servers!group=math"],
        ),
        (
            "helper",
            &["access:servers!server", "read:tokens!user=nobody"],
        ),
        ("support", &["admin:servers", "read:users"]),
    ];
    let default = DEFAULT_ROLES.iter().map(|role| (role.name, role.scopes));
    let owned = |(name, scopes): (&str, &[&str])| {
        (
            name.into(),
            scopes.iter().map(ToString::to_string).collect(),
        )
    };
    Known {
        roles: default.chain(own).map(owned).collect(),
        groups: vec![
            ("math".into(), vec![]),
            ("staff".into(), vec!["support".into()]),
        ],
    }
}

fn nobody_in_groups() -> Groups {
    Groups::new()
}

fn ask(subject: &Subject, any_of: &[Scope], target: Target) -> Verdict {
    let requirement = Requirement {
        any_of: any_of.to_vec(),
        target,
    };
    let catalogue = Catalogue::undefined();
    verdict(
        &catalogue,
        subject,
        requirement,
        &known(),
        &nobody_in_groups(),
    )
    .unwrap()
}

/// A verdict as people would have it: reasons and remedies in words.
fn in_words(verdict: &Verdict) -> String {
    let mut lines = vec![format!(
        "{}: {}",
        if verdict.allowed { "yes" } else { "no" },
        verdict.requirement
    )];
    for way in &verdict.ways {
        let steps: Vec<&str> = way.through.iter().map(Scope::as_str).collect();
        lines.push(format!(
            "way: {} → {} ({})",
            way.source,
            way.grant,
            steps.join(" → ")
        ));
    }
    lines.extend(
        verdict
            .elsewhere
            .iter()
            .map(|grant| format!("elsewhere: {grant}")),
    );
    lines.extend(verdict.losses.iter().map(|loss| format!("lost: {loss}")));
    for remedy in &verdict.remedies {
        let changes: Vec<String> = remedy.changes.iter().map(ToString::to_string).collect();
        lines.push(format!("remedy: {}", changes.join("; and ")));
    }
    lines.join("\n")
}

fn admins_notebook() -> Subject {
    let scopes = ["users:activity!user", "access:servers!server=ada/"];
    let mut notebook = user("ada", &["user", "admin"]).with_token(Client::Hub, &scopes);
    notebook.token.as_mut().unwrap().server = Some("ada/".parse().unwrap());
    notebook
}

#[test]
fn an_admins_notebook_may_not_list_services() {
    let verdict = ask(&admins_notebook(), &[Scope::ListServices], Target::Listing);
    insta::assert_snapshot!("notebook", in_words(&verdict));
    insta::assert_snapshot!(
        "notebook.json",
        serde_json::to_string_pretty(&verdict).unwrap()
    );
}

#[test]
fn the_owner_of_a_named_server_may_access_it() {
    let server = Target::Server("lmata/waiide".parse().unwrap());
    let verdict = ask(&user("lmata", &["user"]), &[Scope::AccessServers], server);
    insta::assert_snapshot!("named-server", in_words(&verdict));
    insta::assert_snapshot!(
        "named-server.json",
        serde_json::to_string_pretty(&verdict).unwrap()
    );
}

#[test]
fn a_stranger_may_not_read_the_progress_of_a_server() {
    let server = Target::Server("userjlanza/".parse().unwrap());
    let verdict = ask(&user("bob", &["user"]), &[Scope::ReadServers], server);
    insta::assert_snapshot!("progress", in_words(&verdict));
}

#[test]
fn a_scope_on_a_group_does_not_reach_who_is_not_in_it() {
    let teacher = user("eve", &["user", "math-teacher"]);
    let verdict = ask(&teacher, &[Scope::ReadUsers], Target::User("bob".into()));
    insta::assert_snapshot!("wrong-group", in_words(&verdict));
}

#[test]
fn a_filter_without_target_is_named() {
    let server = Target::Server("bob/".parse().unwrap());
    let verdict = ask(&user("eve", &["helper"]), &[Scope::AccessServers], server);
    insta::assert_snapshot!("no-server", in_words(&verdict));
}

#[test]
fn both_the_owner_and_the_token_may_have_to_change() {
    let token = user("bob", &["user"]).with_token(Client::Hub, &["self"]);
    let verdict = ask(&token, &[Scope::ListServices], Target::Listing);
    insta::assert_snapshot!("both-sides", in_words(&verdict));
}

#[test]
fn a_share_with_a_group_is_lost_to_tokens_and_one_with_the_user_is_not() {
    let server = || Target::Server("ada/lab".parse().unwrap());
    let via_group = user("bob", &["user"]).with_share("ada/lab", Via::Group("math".into()));
    assert!(ask(&via_group, &[Scope::AccessServers], server()).allowed);
    let token = via_group.with_token(Client::Hub, &["inherit"]);
    let verdict = ask(&token, &[Scope::AccessServers], server());
    insta::assert_snapshot!("group-share", in_words(&verdict));
    let direct = token.with_share("ada/lab", Via::Direct);
    assert!(ask(&direct, &[Scope::AccessServers], server()).allowed);
}

#[test]
fn an_expired_token_is_renewed() {
    let mut subject = user("bob", &["user"]).with_token(Client::Hub, &["inherit"]);
    subject.token.as_mut().unwrap().expired = true;
    let verdict = ask(&subject, &[Scope::ReadUsers], Target::User("bob".into()));
    insta::assert_snapshot!("expired", in_words(&verdict));
}

#[test]
fn a_role_by_a_group_is_told_from_one_of_ones_own() {
    let staff = user("eve", &["user"]).with_role_of("staff", "support");
    let verdict = ask(
        &staff,
        &[Scope::ReadServers],
        Target::Server("bob/".parse().unwrap()),
    );
    insta::assert_snapshot!("by-group", in_words(&verdict));
}

#[test]
fn an_outline_goes_from_what_is_written_to_what_it_grants() {
    let service = holder(Holder::Service("grader".into()), &["math-teacher", "user"]).with_token(
        Client::Service("grader".into()),
        &["read:users!group=math", "shutdown"],
    );
    let outline = outline(&Catalogue::undefined(), &service, &nobody_in_groups()).unwrap();
    insta::assert_snapshot!(
        "outline.json",
        serde_json::to_string_pretty(&outline).unwrap()
    );
}

#[derive(Debug)]
struct ListServices;

impl Needs for ListServices {
    const ANY_OF: &'static [Scope] = &[Scope::ListServices];
    fn target(&self) -> Target {
        Target::Listing
    }
}

#[derive(Debug)]
struct ReadUser(UserName);

impl Needs for ReadUser {
    const ANY_OF: &'static [Scope] = &[Scope::ReadUsers, Scope::AdminUsers];
    fn target(&self) -> Target {
        Target::User(self.0.clone())
    }
}

fn caller(subject: Subject, membership: &Groups) -> Caller {
    let catalogue = Arc::new(Catalogue::undefined());
    Caller::Granted(Arc::new(
        Granted::resolve(catalogue, subject, membership).unwrap(),
    ))
}

fn refusal<O: Needs + std::fmt::Debug>(subject: Subject, operation: O) -> String {
    let membership = nobody_in_groups();
    let error = authorize(&caller(subject, &membership), operation, &membership).unwrap_err();
    format!("{error:?}")
}

#[test]
fn a_refusal_says_what_would_do_what_there_is_and_what_took_the_rest() {
    let said = [
        refusal(admins_notebook(), ListServices),
        refusal(user("bob", &["user"]), ListServices),
        refusal(user("bob", &[]), ReadUser("ada".into())),
        refusal(user("bob", &["user"]), ReadUser("ada".into())),
        refusal(user("eve", &["math-teacher"]), ReadUser("ada".into())),
    ];
    insta::assert_snapshot!("refusals", said.join("\n\n"));
}

#[test]
fn what_is_allowed_carries_how_far_it_goes() {
    let mut membership = nobody_in_groups();
    membership.insert("bob".into(), ["math".into()].into());
    let teacher = caller(user("eve", &["math-teacher"]), &membership);
    let allowed = authorize(&teacher, ReadUser("bob".into()), &membership).unwrap();
    assert_eq!(allowed.op().0.as_str(), "bob");
    assert_eq!(format!("{:?}", allowed.reach()).matches("math").count(), 1);
    let all = authorize(&Caller::Operator, ReadUser("zoe".into()), &membership).unwrap();
    assert_eq!(*all.reach(), hubctl::rbac::Reach::All);
}
