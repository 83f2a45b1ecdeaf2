//! Scopes as nobody would write them: in a role, in a token, and read back from an answer.
//!
//! The input has a scope on each line: the first half are a role's, the rest a token's.

#![no_main]

use hubctl::rbac::{
    Catalogue, Client, Grants, HeldRole, Holder, Holdings, NoGroups, RawScope, Silent, TokenFacts,
    Via, resolve,
};
use libfuzzer_sys::fuzz_target;

const ALL: Catalogue = Catalogue::undefined();

fuzz_target!(|text: &str| {
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for line in &lines {
        reads_back(line);
    }
    let (role, token) = lines.split_at(lines.len() / 2);
    gives_no_more_than_its_owner_has(role, token);
});

/// What is read is written so that it reads the same; what may be written, resolution can read.
fn reads_back(line: &str) {
    let read = line.parse::<RawScope>();
    if let Ok(raw) = &read {
        assert_eq!(
            raw.to_string().parse::<RawScope>().as_ref(),
            Ok(raw),
            "{line:?}"
        );
    }
    if let Ok(checked) = ALL.check(line) {
        assert_eq!(read.as_ref(), Ok(&checked), "{line:?}");
    }
    if let Ok(grants) = Grants::parse([line]) {
        let again = Grants::parse(grants.unparse());
        assert_eq!(again.as_ref(), Ok(&grants), "{line:?}");
    }
}

fn gives_no_more_than_its_owner_has(role: &[String], token: &[String]) {
    let holdings = Holdings {
        holder: Holder::User("ada".into()),
        roles: vec![HeldRole {
            name: "fuzz".into(),
            scopes: role.to_vec(),
            via: Via::Direct,
        }],
        shares: Vec::new(),
    };
    let owner = resolve::holder(&ALL, &holdings, &mut Silent);
    let facts = TokenFacts {
        scopes: token.to_vec(),
        client: Client::Hub,
        server: None,
        expired: false,
    };
    let given = resolve::token(&ALL, &holdings, &facts, &NoGroups, &mut Silent)
        .expect("nothing is asked of a database");
    let both = given
        .intersect(&owner, &NoGroups)
        .expect("nothing is asked of a database");
    assert_eq!(
        both, given,
        "a token has more than its owner: {role:?} {token:?}"
    );
}
