//! Signed values: Tornado's are ours, and ours are Tornado's.

use hubctl::hub::Signer;
use hubctl::model::Timestamp;
use serde::Deserialize;

use crate::lines;

#[derive(Deserialize)]
struct Case {
    name: String,
    value: String,
    at: i64,
    signed: String,
}

const SECRET: [u8; 32] = [0x11; 32];

fn cases() -> Vec<(Case, Timestamp)> {
    let cases = lines::<Case>("signed.jsonl").into_iter();
    cases
        .map(|case| {
            let at = chrono::DateTime::from_timestamp(case.at, 0).unwrap().into();
            (case, at)
        })
        .collect()
}

#[test]
fn what_is_signed_is_what_tornado_signs() {
    let signer = Signer::new(&SECRET);
    for (case, at) in cases() {
        assert_eq!(signer.sign(&case.name, &case.value, at), case.signed);
    }
}

#[test]
fn what_tornado_signed_is_known_until_it_is_too_old() {
    let signer = Signer::new(&SECRET);
    for (case, at) in cases() {
        let read = |days, now| signer.verify(&case.name, &case.signed, days, now);
        assert_eq!(read(14.0, at).as_ref(), Some(&case.value));
        let later = at.plus(chrono::TimeDelta::seconds(43_200)).unwrap();
        assert_eq!(read(0.5, later).as_ref(), Some(&case.value));
        let later = later.plus(chrono::TimeDelta::seconds(1)).unwrap();
        assert_eq!(read(0.5, later), None);
    }
}

#[test]
fn a_value_that_anybody_changed_is_none() {
    let signer = Signer::new(&SECRET);
    for (case, at) in cases() {
        let read = |name, signed: &str| signer.verify(name, signed, 14.0, at);
        assert_eq!(read("another name", &case.signed), None);
        for at in 0..case.signed.len() {
            let mut bytes = case.signed.clone().into_bytes();
            bytes[at] ^= 1;
            if let Ok(changed) = String::from_utf8(bytes) {
                assert_eq!(read(&case.name, &changed), None, "{changed}");
            }
            assert_eq!(read(&case.name, &case.signed[..at]), None);
        }
        let other = Signer::new(b"another secret");
        assert_eq!(other.verify(&case.name, &case.signed, 14.0, at), None);
    }
}
