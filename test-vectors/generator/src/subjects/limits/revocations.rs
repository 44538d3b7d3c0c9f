//! Revocation lists, as far as a limit can be shown with few bytes.

use depute_vectors::kit::revocations::{list_bytes, numbered, of_organization, of_subject, of_task, said};
use depute_vectors::kit::{ALICE, Draft, EXP, IAT, Item, NOW};

use super::{edge, text};
use crate::form::{fault, read};
use crate::model::{Question, Subject};

fn question(list: &Draft) -> Question {
    Question::read("list", &list_bytes(list)).readable(list.claims.diag())
}

pub(super) fn add(file: &mut Subject) {
    let mut of_list = |name: &str, what: &str, limit: usize, with: &dyn Fn(usize) -> Draft| {
        edge(file, name, what, limit, fault("limit_exceeded"), &|number| (question(&with(number)), read()));
    };
    of_list("list-number", "as the number of a list", 9_007_199_254_740_991, &|number| numbered(number as u64, &[]));
    let next = |issued: u64, next: u64| {
        let mut list = numbered(1, &[]);
        list.set(IAT, issued);
        list.set(EXP, next);
        list
    };
    of_list("list-life", "seconds from `iat` to the next update of a list", 2_592_000, &|secs| {
        next(NOW, NOW + secs as u64)
    });
    let last = 253_402_300_799;
    of_list("list-next", "as the next update of a list", last, &|time| next(last as u64 - 100, time as u64));
    of_list("statement-iat", "as the time of a statement", last, &|time| {
        let mut statement = said(&ALICE, of_task(&ALICE, "T-1042"));
        statement.set(IAT, time as u64);
        numbered(1, &[statement])
    });
    let about = |target: Item| numbered(1, &[said(&ALICE, target)]);
    of_list("statement-task", "characters of a task that is revoked", 200, &|chars| {
        about(of_task(&ALICE, &text(chars)))
    });
    of_list("statement-organization", "characters of an organization that is revoked", 200, &|chars| {
        about(of_organization(&ALICE, &text(chars)))
    });
    of_list("statement-subject", "bytes of a `sub` that is revoked", 256, &|length| {
        about(of_subject(&ALICE, &text(length)))
    });

    let several = |count: usize| {
        let mut list = numbered(1, &[]);
        list.mandate().set(2, vec![Item::Uint(0); count]);
        question_of(&list)
    };
    let shows = "4,096 statements, none of which is one: as many as a list may have, and the first of them decides";
    file.no("statements", "list-number", shows, several(4096), fault("cbor_type")).flags(&["limit"]);
    let shows = "4,097 statements, none of which is one: their number is judged first";
    file.no("statements-over", "list-number", shows, several(4097), fault("limit_exceeded")).flags(&["limit"]);
}

fn question_of(list: &Draft) -> Question {
    Question::read("list", &list_bytes(list))
}
