//! The window of a link by itself.

use depute_vectors::kit::{EXP, IAT, NBF, NOW};

use super::{no_further, no_root, yes};
use crate::form;
use crate::model::Subject;

pub(super) fn add(file: &mut Subject) {
    root(file);
    further(file);
}

fn root(file: &mut Subject) {
    for (name, shows, nbf, exp) in [
        ("second", "ends a second after it was made", None, NOW + 1),
        ("from-issue", "begins when it was made", Some(NOW), NOW + 1),
        ("last-second", "begins a second before it ends", Some(NOW + 1799), NOW + 1800),
    ] {
        let walk = form::root(|link| {
            link.set(EXP, exp);
            nbf.into_iter().for_each(|nbf| link.set(NBF, nbf));
        });
        yes(file, &format!("window-{name}"), &format!("a root link that {shows}"), &walk);
    }
    for (name, twin, shows, nbf, exp) in [
        ("ends-at-issue", "second", "ends when it was made", None, NOW),
        ("ends-before-issue", "second", "ends before it was made", None, NOW - 1),
        ("ends-at-zero", "second", "ends at 0, which some read as never", None, 0),
        ("begins-before-issue", "from-issue", "begins a second before it was made", Some(NOW - 1), NOW + 1),
        ("begins-at-zero", "from-issue", "begins at 0", Some(0), NOW + 1),
        ("begins-at-end", "last-second", "begins when it ends", Some(NOW + 1800), NOW + 1800),
        ("begins-after-end", "last-second", "begins after it ends", Some(NOW + 1801), NOW + 1800),
    ] {
        let twin = format!("window-{twin}");
        no_root(file, &format!("window-{name}"), &twin, &format!("that {shows}"), "value_invalid", |link| {
            link.set(EXP, exp);
            nbf.into_iter().for_each(|nbf| link.set(NBF, nbf));
        });
    }
    let zero = form::root(|link| {
        link.set(IAT, 0);
        link.set(EXP, 1);
    });
    yes(file, "window-of-1970", "a root link that was made at 0: whether it is over is not asked by a reader", &zero);
}

fn further(file: &mut Subject) {
    for (name, shows, nbf, exp) in [
        ("start", "states a start alone", Some(NOW + 60), None),
        (
            "end",
            "states an end alone, before its root was made: what its parent says is not asked by a reader",
            None,
            Some(NOW - 9999),
        ),
        ("second", "lasts a second", Some(NOW + 5), Some(NOW + 6)),
    ] {
        let walk = form::further(|link| {
            exp.into_iter().for_each(|exp| link.set(EXP, exp));
            nbf.into_iter().for_each(|nbf| link.set(NBF, nbf));
        });
        yes(file, &format!("further-window-{name}"), &format!("a further link that {shows}"), &walk);
    }
    for (name, shows, nbf) in
        [("at-end", "begins when it ends", NOW + 6), ("after-end", "begins after it ends", NOW + 7)]
    {
        let twin = "further-window-second";
        no_further(file, &format!("further-window-{name}"), twin, &format!("that {shows}"), "value_invalid", |link| {
            link.set(EXP, NOW + 6);
            link.set(NBF, nbf);
        });
    }
}
