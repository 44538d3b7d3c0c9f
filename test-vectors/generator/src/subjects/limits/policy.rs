//! What a verifier's own policy may say.

use depute_vectors::kit::revocations::numbered;
use depute_vectors::kit::{AUD, KEEPER};

use super::{edge, text};
use crate::case::{Case, Revocations};
use crate::form::fault;
use crate::model::Subject;

pub(super) fn add(file: &mut Subject) {
    let mut of_policy = |name: &str, what: &str, limit: usize, set: &dyn Fn(&mut Case, usize)| {
        edge(file, name, what, limit, fault("limit_exceeded"), &|number| {
            let case = Case::new().with(|case| set(case, number));
            (case.question(), case.verified())
        });
    };
    of_policy("policy-skew", "seconds of skew", 300, &|case, secs| case.verifier.skew = secs as u64);
    of_policy("policy-age", "seconds of a proof's age", 300, &|case, secs| case.verifier.age = secs as u64);
    of_policy("policy-life", "seconds of a root link's life", 2_592_000, &|case, secs| {
        case.verifier.life = secs as u64
    });
    of_policy("policy-staleness", "seconds of a list's staleness", 3600, &|case, secs| {
        case.verifier.revocations = Revocations::Required(secs as u64);
        case.verifier.trust[0].list_keys = vec![KEEPER.public()];
        case.lists = vec![numbered(1, &[])];
    });
    of_policy("policy-audience", "bytes of a verifier's audience", 256, &|case, length| {
        case.verifier.audience = text(length);
        case.walk.links[0].set(AUD, text(256));
        case.walk.proof.set(AUD, text(256));
    });
}
