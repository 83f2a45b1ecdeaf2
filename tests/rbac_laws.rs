//! Laws of the permission engine, tried on hubs of few names, so that everything overlaps.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use hubctl::model::{GroupName, UserName};
use hubctl::rbac::{
    Catalogue, Client, Filter, Grant, Grants, HeldRole, HeldShare, Holder, Holdings, Known,
    Recorded, Requirement, Scope, Silent, Subject, Target, TokenFacts, Via, decide, resolve,
    verdict,
};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;

const ALL: Catalogue = Catalogue::undefined();
const USERS: [&str; 3] = ["ada", "bob", "zoë"];
const GROUPS: [&str; 3] = ["math", "bio lab", "ada"];

type Groups = BTreeMap<UserName, BTreeSet<GroupName>>;

fn scope() -> impl Strategy<Value = Scope> {
    let close = [
        Scope::ReadUsers,
        Scope::AccessServers,
        Scope::Users,
        Scope::Servers,
        Scope::Shares,
    ];
    let custom = Scope::custom("custom:lab:read").unwrap();
    prop_oneof![4 => select(close.to_vec()), 3 => select(Scope::BUILTIN), 1 => Just(custom)]
}

fn server() -> impl Strategy<Value = String> {
    (select(&USERS), select(&["", "lab"])).prop_map(|(user, server)| format!("{user}/{server}"))
}

fn named_filter() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => select(&USERS).prop_map(|name| format!("!user={name}")),
        3 => select(&GROUPS).prop_map(|name| format!("!group={name}")),
        3 => server().prop_map(|name| format!("!server={name}")),
        1 => select(&["!service=ada", "!server=lab", "!moon=x"]).prop_map(str::to_owned),
    ]
}

fn grants() -> impl Strategy<Value = Grants> {
    let grant = (
        scope(),
        prop_oneof![1 => Just(String::new()), 6 => named_filter()],
    );
    let read = |(scope, filter)| format!("{scope}{filter}").parse::<Grant>().unwrap();
    vec(grant.prop_map(read), 0..12).prop_map(Grants::from_iter)
}

fn written() -> impl Strategy<Value = String> {
    let own = select(&["!user", "!server", "!service", "!group", "!"]).prop_map(str::to_owned);
    let filter = prop_oneof![2 => Just(String::new()), 2 => own, 4 => named_filter()];
    let known = (scope(), filter).prop_map(|(scope, filter)| format!("{scope}{filter}"));
    prop_oneof![20 => known, 1 => Just("inherit".to_owned()), 1 => Just("no:such".to_owned())]
}

fn membership() -> impl Strategy<Value = Groups> {
    let groups = btree_set(select(&GROUPS).prop_map(GroupName::from), 0..3);
    btree_map(select(&USERS).prop_map(UserName::from), groups, 0..4)
}

fn via() -> impl Strategy<Value = Via> {
    prop_oneof![
        Just(Via::Direct),
        select(&GROUPS).prop_map(|name| Via::Group(name.into()))
    ]
}

prop_compose! {
    fn role()(name in "[a-c]{3}", scopes in vec(written(), 0..5), via in via()) -> HeldRole {
        HeldRole { name: name.as_str().into(), scopes, via }
    }
}

prop_compose! {
    fn share()(server in server(), scope in scope(), via in via()) -> HeldShare {
        HeldShare { server: server.parse().unwrap(), scopes: vec![scope.to_string()], via }
    }
}

prop_compose! {
    fn holdings()(
        user in select(&USERS),
        roles in vec(role(), 0..5),
        shares in vec(share(), 0..3),
    ) -> Holdings {
        Holdings { holder: Holder::User(user.into()), roles, shares }
    }
}

fn client() -> impl Strategy<Value = Client> {
    prop_oneof![
        Just(Client::Hub),
        server().prop_map(|server| Client::Server(server.parse().unwrap())),
        Just(Client::Service("ada".into())),
        Just(Client::Orphan),
    ]
}

prop_compose! {
    fn token()(scopes in vec(written(), 0..6), client in client()) -> TokenFacts {
        TokenFacts { scopes, client, server: None, expired: false }
    }
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        Just(Target::Anything),
        Just(Target::Listing),
        select(&USERS).prop_map(|name| Target::User(name.into())),
        select(&GROUPS).prop_map(|name| Target::Group(name.into())),
        server().prop_map(|server| Target::Server(server.parse().unwrap())),
    ]
}

/// Whether all that `narrow` lists is allowed by `wide`, if perhaps by a wider name. What can match
/// nothing needs no leave.
fn is_within(narrow: &Grants, wide: &Grants, membership: &Groups) -> bool {
    narrow.iter().all(|Grant { scope, filter }| {
        matches!(filter, Some(Filter::Unmatchable(_)))
            || wide.allows(&scope, filter.as_ref(), membership).unwrap()
    })
}

/// All that direct shares name, unexpanded, as 6.1.1 counts them for tokens.
fn as_shared(holdings: &Holdings) -> Grants {
    let direct = holdings
        .shares
        .iter()
        .filter(|share| share.via == Via::Direct);
    let named = direct.flat_map(|share| {
        let name = |scope: &String| format!("{scope}!server={}", share.server).parse().unwrap();
        share.scopes.iter().map(name).collect::<Vec<Grant>>()
    });
    named.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn expanding_what_is_expanded_changes_nothing(written in vec(written(), 0..8)) {
        let owner = Holder::User("ada".into());
        let expand = |scopes: Vec<&str>| resolve::expand(&ALL, scopes, Some(&owner), None);
        let once = expand(written.iter().map(String::as_str).collect());
        let unparsed = once.unparse();
        prop_assert_eq!(expand(unparsed.iter().map(String::as_str).collect()), once);
    }

    #[test]
    fn what_is_unparsed_parses_back(grants in grants()) {
        prop_assert_eq!(Grants::parse(grants.unparse()).unwrap(), grants);
    }

    #[test]
    fn the_least_form_grants_what_was_given(given in vec((scope(), named_filter()), 1..9), wide in scope()) {
        let mut given: Vec<String> = given.iter().map(|(s, f)| format!("{s}{f}")).collect();
        given.push(wide.to_string());
        let least = Grants::parse(&given).unwrap();
        for one in &given {
            let Grant { scope, filter } = one.parse().unwrap();
            prop_assert!(least.allows(&scope, filter.as_ref(), &Groups::new()).unwrap(), "{}", one);
        }
        for grant in least.iter() {
            prop_assert!(given.contains(&grant.to_string()));
        }
    }

    #[test]
    fn sets_meet_the_same_either_way(a in grants(), b in grants(), groups in membership()) {
        prop_assert_eq!(a.intersect(&b, &groups).unwrap(), b.intersect(&a, &groups).unwrap());
    }

    #[test]
    fn where_sets_meet_is_within_both(a in grants(), b in grants(), groups in membership()) {
        let both = a.intersect(&b, &groups).unwrap();
        prop_assert!(is_within(&both, &a, &groups) && is_within(&both, &b, &groups));
    }

    #[test]
    fn what_their_meeting_allows_both_sides_allow(
        a in grants(), b in grants(), groups in membership(), scope in scope(), target in target(),
    ) {
        let any_of = [scope];
        let allows = |grants: &Grants| decide(grants, &any_of, &target, &groups).unwrap().is_none();
        let both = a.intersect(&b, &groups).unwrap();
        if allows(&both) {
            prop_assert!(allows(&a) && allows(&b));
        }
    }

    #[test]
    fn a_token_cannot_exceed_its_owner(
        owner in holdings(), token in token(), groups in membership(),
    ) {
        let got = resolve::token(&ALL, &owner, &token, &groups, &mut Silent).unwrap();
        let mut owners = resolve::holder(&ALL, &owner, &mut Silent);
        owners.extend(as_shared(&owner).iter());
        prop_assert!(is_within(&got, &owners, &groups));
    }

    #[test]
    fn being_told_changes_nothing(owner in holdings(), token in token(), groups in membership()) {
        for token in [None, Some(token)] {
            let subject = Subject { holdings: owner.clone(), token };
            let silently = subject.resolve(&ALL, &groups, &mut Silent).unwrap();
            let told = subject.resolve(&ALL, &groups, &mut Recorded::default()).unwrap();
            prop_assert_eq!(silently, told);
        }
    }

    #[test]
    fn every_grant_has_a_way_and_every_way_a_grant(owner in holdings()) {
        let mut told = Recorded::default();
        let grants = resolve::holder(&ALL, &owner, &mut told);
        let by_ways: Grants = told.ways.iter().map(|way| way.grant.clone()).collect();
        prop_assert_eq!(by_ways, grants);
    }

    #[test]
    fn a_verdict_is_the_decision_and_its_remedies_turn_it(
        owner in holdings(), token in proptest::option::of(token()), groups in membership(),
        scope in scope(), target in target(),
    ) {
        let subject = Subject { holdings: owner, token };
        let grants = subject.resolve(&ALL, &groups, &mut Silent).unwrap();
        let decided = decide(&grants, std::slice::from_ref(&scope), &target, &groups).unwrap();
        let requirement = Requirement { any_of: vec![scope], target };
        let verdict = verdict(&ALL, &subject, requirement, &Known::default(), &groups).unwrap();
        prop_assert_eq!(verdict.denied, decided);
        prop_assert_eq!(verdict.allowed, decided.is_none());
        let metascope = [Scope::SelfScope, Scope::Inherit].contains(&verdict.requirement.any_of[0]);
        prop_assert!(verdict.allowed == verdict.remedies.is_empty() || metascope, "{:?}", verdict);
        prop_assert_eq!(verdict.allowed, !verdict.ways.is_empty());
    }
}
