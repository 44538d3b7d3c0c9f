//! Times and lives.

use depute_vectors::kit::{Draft, EXP, IAT, NBF, NOW, bytes, list};

use super::{of_further, of_presentation, of_root};
use crate::form;
use crate::model::Subject;

/// The last second of the year 9999.
const LAST: usize = 253_402_300_799;

pub(super) fn add(file: &mut Subject) {
    let times = |link: &mut Draft, times: &[(i32, usize)]| {
        times.iter().for_each(|(claim, time)| link.set(*claim, *time as u64))
    };
    of_root(file, "exp", "as the end of a root link", LAST, &|link, time| {
        times(link, &[(IAT, LAST - 100), (EXP, time)])
    });
    of_further(file, "further-exp", "as the end of a further link", LAST, &|link, time| times(link, &[(EXP, time)]));
    of_further(file, "further-nbf", "as the start of a further link", LAST, &|link, time| times(link, &[(NBF, time)]));
    of_presentation(file, "proof-iat", "as the time of a proof", LAST, &|time| {
        form::proof(|proof| proof.set(IAT, time as u64))
    });
    of_presentation(file, "endorsement-exp", "as the end of an endorsement", LAST, &|time| {
        form::endorsement(|one| times(one, &[(IAT, LAST - 100), (EXP, time)]))
    });
    of_root(file, "evidence-time", "as the time of evidence", LAST, &|link, time| {
        link.mandate().set(10, list!["oidc", bytes(&[0xA5; 32]), time as u64, "aal2"]);
    });
    of_root(file, "life", "seconds from `iat` to `exp` of a root link", 2_592_000, &|link, life| {
        link.set(EXP, NOW + life as u64)
    });
    of_presentation(file, "endorsement-life", "seconds from `iat` to `exp` of an endorsement", 3600, &|life| {
        form::endorsement(|one| one.set(EXP, NOW + life as u64))
    });
}
