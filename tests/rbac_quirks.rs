//! Where JupyterHub 6.1.1 is wrong or odd, and hubctl follows it because a program would notice.
//!
//! The golden cases hold us to all of this too; here each has its name. Where hubctl differs on
//! purpose, `rbac_golden.rs` says so at the case.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use hubctl::rbac::{
    Catalogue, Client, Grants, HeldRole, HeldShare, Holder, Holdings, NoGroups, Silent, TokenFacts,
    Via, excess_of_token, resolve, resolve_requested,
};

const ALL: Catalogue = Catalogue::undefined();

fn ada(scopes: &[&str]) -> Holdings {
    holding(Holder::User("ada".into()), scopes)
}

fn holding(holder: Holder, scopes: &[&str]) -> Holdings {
    let role = HeldRole {
        name: "some".into(),
        scopes: owned(scopes),
        via: Via::Direct,
    };
    Holdings {
        holder,
        roles: vec![role],
        shares: vec![],
    }
}

fn owned(scopes: &[&str]) -> Vec<String> {
    scopes.iter().map(ToString::to_string).collect()
}

fn set(scopes: &[&str]) -> BTreeSet<String> {
    owned(scopes).into_iter().collect()
}

fn shared(scope: &str, via: Via) -> HeldShare {
    HeldShare {
        server: "bob/lab".parse().unwrap(),
        scopes: owned(&[&format!("{scope}!server=bob/lab")]),
        via,
    }
}

fn token(owner: &Holdings, client: Client, scopes: &[&str]) -> BTreeSet<String> {
    let token = TokenFacts {
        scopes: owned(scopes),
        client,
        server: None,
        expired: false,
    };
    resolve::token(&ALL, owner, &token, &NoGroups, &mut Silent)
        .unwrap()
        .unparse()
}

fn holder(holdings: &Holdings) -> BTreeSet<String> {
    resolve::holder(&ALL, holdings, &mut Silent).unparse()
}

#[test]
fn a_share_with_a_group_counts_for_its_users_but_not_for_their_tokens() {
    let mut owner = ada(&[]);
    owner
        .shares
        .push(shared("access:servers", Via::Group("math".into())));
    assert_eq!(holder(&owner), set(&["access:servers!server=bob/lab"]));
    assert_eq!(token(&owner, Client::Hub, &["inherit"]), set(&[]));
}

#[test]
fn such_a_token_may_be_made_all_the_same() {
    let mut owner = ada(&[]);
    owner
        .shares
        .push(shared("access:servers", Via::Group("math".into())));
    let asked = ["access:servers!server=bob/lab"];
    let excess = excess_of_token(&ALL, &owner, &asked, &Client::Hub, &NoGroups).unwrap();
    assert_eq!(excess, Grants::new());
    assert_eq!(token(&owner, Client::Hub, &asked), set(&[]));
}

#[test]
fn what_a_shared_scope_brings_with_it_does_not_count_for_tokens() {
    let mut owner = ada(&[]);
    owner.shares.push(shared("servers", Via::Direct));
    assert!(holder(&owner).contains("start:servers!server=bob/lab"));
    assert_eq!(
        token(&owner, Client::Hub, &["inherit"]),
        set(&["servers!server=bob/lab"])
    );
}

#[test]
fn a_share_follows_a_server_that_was_renamed() {
    let mut owner = ada(&[]);
    owner.shares.push(HeldShare {
        scopes: owned(&["access:servers!server=robert/old"]),
        ..shared("", Via::Direct)
    });
    assert_eq!(holder(&owner), set(&["access:servers!server=bob/lab"]));
}

#[test]
fn a_token_does_not_always_tell_whose_it_is() {
    // 6.1.1 means to add these in any case, by a line that does nothing
    assert_eq!(
        token(&ada(&["read:hub"]), Client::Hub, &["read:hub"]),
        set(&["read:hub"])
    );
    let who = ["read:users:groups!user=ada", "read:users:name!user=ada"];
    assert_eq!(token(&ada(&["self"]), Client::Hub, &[]), set(&who));
}

#[test]
fn inherit_sets_the_other_scopes_of_a_token_aside() {
    let own_server = Client::Server("ada/".parse().unwrap());
    let scopes = ["inherit", "read:hub", "access:servers!server"];
    assert_eq!(
        token(&ada(&["shutdown"]), own_server, &scopes),
        set(&["shutdown"])
    );
}

#[test]
fn inherit_is_only_inherit_if_nothing_follows() {
    assert_eq!(
        token(&ada(&["shutdown"]), Client::Hub, &["inherit!"]),
        set(&[])
    );
    assert_eq!(
        token(&ada(&["shutdown"]), Client::Hub, &["inherit!user"]),
        set(&[])
    );
}

#[test]
fn an_exclamation_mark_without_filter_means_everything() {
    assert!(holder(&ada(&["read:users!"])).contains("read:users"));
    assert_eq!(holder(&ada(&["self!"])), holder(&ada(&["self"])));
}

#[test]
fn self_with_a_filter_is_not_self() {
    assert_eq!(holder(&ada(&["self!user"])), set(&["self!user=ada"]));
}

#[test]
fn self_is_nothing_for_services_and_groups() {
    for of in [Holder::Service("s".into()), Holder::Group("g".into())] {
        assert_eq!(holder(&holding(of, &["self", "read:users!user"])), set(&[]));
    }
}

#[test]
fn a_filter_by_server_takes_away_what_is_about_users() {
    let lab = holder(&ada(&[
        "read:servers!server=ada/lab",
        "read:users!server=ada/lab",
    ]));
    assert_eq!(lab, set(&["read:servers!server=ada/lab"]));
}

#[test]
fn a_role_cannot_mean_the_server_that_uses_it() {
    assert_eq!(holder(&ada(&["access:servers!server"])), set(&[]));
    let own_server = Client::Server("ada/lab".parse().unwrap());
    let got = token(
        &ada(&["access:servers"]),
        own_server,
        &["access:servers!server"],
    );
    assert_eq!(got, set(&["access:servers!server=ada/lab"]));
}

#[test]
fn the_service_of_a_token_is_that_of_its_client_even_if_another_owns_it() {
    let owner = holding(Holder::Service("grader".into()), &["access:services"]);
    let got = token(
        &owner,
        Client::Service("culler".into()),
        &["access:services!service"],
    );
    assert_eq!(got, set(&["access:services!service=culler"]));
}

#[test]
fn a_token_of_a_client_whose_server_is_gone_keeps_its_other_scopes() {
    let got = token(
        &ada(&["read:hub"]),
        Client::Orphan,
        &["read:hub", "access:servers!server"],
    );
    assert_eq!(got, set(&["read:hub"]));
}

#[test]
fn an_expired_token_and_one_without_client_may_do_nothing() {
    let owner = ada(&["read:hub"]);
    assert_eq!(token(&owner, Client::Missing, &["inherit"]), set(&[]));
    let expired = TokenFacts {
        scopes: owned(&["inherit"]),
        client: Client::Hub,
        server: None,
        expired: true,
    };
    let got = resolve::token(&ALL, &owner, &expired, &NoGroups, &mut Silent).unwrap();
    assert!(got.is_empty());
}

#[test]
fn a_client_that_may_ask_for_inherit_may_ask_for_nothing_less() {
    let user = Holder::User("ada".into());
    let service = Client::Service("grader".into());
    let (wanted, allowed) = (set(&["read:hub"]), set(&["inherit"]));
    let answer = resolve_requested(
        &ALL,
        &wanted,
        &allowed,
        &user,
        &service,
        &NoGroups,
        &mut Silent,
    );
    assert_eq!(answer.unwrap().disallowed, wanted);
}

#[test]
fn a_client_gets_the_part_that_it_may_have_and_is_refused_the_whole() {
    let user = Holder::User("ada".into());
    let service = Client::Service("grader".into());
    let (wanted, allowed) = (set(&["read:groups"]), set(&["read:groups!group=math"]));
    let answer = resolve_requested(
        &ALL,
        &wanted,
        &allowed,
        &user,
        &service,
        &NoGroups,
        &mut Silent,
    );
    let answer = answer.unwrap();
    let part = ["read:groups!group=math", "read:groups:name!group=math"];
    assert_eq!((answer.allowed, answer.disallowed), (set(&part), wanted));
}
