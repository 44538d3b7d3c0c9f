//! Clauses in wire form, most of them lawful, and calls near them.

use depute_vectors::kit::{CAROL, DAVE, ERIN, Item, Key, grant, raw};
use depute_vectors::list;

use super::alphabet::{self, name, number, text};
use super::tape::Tape;

/// A clause, and arguments that it may accept.
pub(crate) struct Made {
    pub(crate) clause: Item,
    pub(crate) action: String,
    pub(crate) args: Vec<(String, Item)>,
}

const ACTIONS: [&str; 7] = ["flights.book", "flights.search", "a.b", "a", "flights.book.x", "flights", "\u{e9}.b"];

pub(crate) fn clause(tape: &mut Tape<'_>) -> Made {
    let action = (*tape.pick(&ACTIONS)).to_owned();
    let pattern = match tape.below(5) {
        0..=2 => Item::from(action.as_str()),
        3 => match action.split_once('.') {
            Some((above, _)) if above.is_ascii() => list![above],
            _ => list!["flights"],
        },
        _ => list![],
    };
    let mut args = Vec::new();
    let mut limited: Vec<(Item, Item)> = Vec::new();
    for _ in 0..tape.below(4) {
        let name = name(tape);
        if args.iter().any(|(other, _): &(String, Item)| other == name) {
            continue;
        }
        let (limits, value) = limits(tape, 3);
        let optional = tape.chance(20);
        limited.push((Item::from(name), if optional { list![0, limits] } else { limits }));
        if !optional || tape.chance(60) {
            args.push((name.to_owned(), value));
        }
    }
    let open = tape.chance(50);
    let args_item = Item::Map(limited).sorted();
    let mut members = vec![pattern, args_item];
    let needs = needs(tape);
    if open || !needs.is_empty() {
        members.push(Item::Bool(open));
    }
    if !needs.is_empty() {
        members.push(Item::Array(needs));
    }
    Made { clause: Item::Array(members), action, args }
}

fn needs(tape: &mut Tape<'_>) -> Vec<Item> {
    let mut needs = Vec::new();
    while tape.chance(12) && needs.len() < 3 {
        let mut roster: Vec<&Key> = [&*CAROL, &*DAVE, &*ERIN].into_iter().filter(|_| tape.chance(60)).collect();
        if roster.is_empty() && tape.chance(95) {
            roster.push(&CAROL);
        }
        let need = if tape.chance(20) {
            list![2 + tape.below(6) as u64, raw(&[0x80])]
        } else {
            grant::approval(1 + tape.below(roster.len().max(1)) as u64, &roster)
        };
        if !needs.contains(&need) || tape.chance(5) {
            needs.push(need);
        }
    }
    needs
}

/// Limits of one argument, and a value that may pass them.
fn limits(tape: &mut Tape<'_>, depth: usize) -> (Item, Item) {
    match tape.below(8) {
        0 => (list![], value(tape, depth)),
        1..=5 => limit(tape, depth),
        _ => {
            // A shape beside another limit is mostly a fault of form.
            let depth = if tape.chance(5) { depth } else { 0 };
            let (first, value) = limit(tape, depth);
            let (second, other) = limit(tape, depth);
            (list![first, second], if tape.chance(70) { value } else { other })
        }
    }
}

fn limit(tape: &mut Tape<'_>, depth: usize) -> (Item, Item) {
    let shaped = if depth == 0 { 0 } else { 4 };
    match tape.below(11 + shaped) {
        0 | 1 => {
            let scalar = scalar(tape);
            (list![1, &scalar], scalar)
        }
        2 => {
            let members: Vec<Item> = (0..tape.below(4)).map(|_| scalar(tape)).collect();
            let value = members.first().cloned().unwrap_or(Item::Bool(true));
            (list![2, members], value)
        }
        3 | 4 => (list![3 + tape.below(4) as u64, number(tape)], number(tape)),
        5..=8 => {
            let operator = *tape.pick(&[7, 8, 9, 10, 11, 12, 3, 5]);
            let (operand, value) = alphabet::operand(tape, operator);
            (list![operator, operand], value)
        }
        9 => {
            let (comparison, length) = (*tape.pick(&[3, 1, 4, 5, 6, 3, 1, 4, 5, 6, 3, 2]), tape.below(6) as u64);
            (list![13, list![comparison, length]], value(tape, 1))
        }
        10 if tape.chance(15) => (list![1 + tape.below(20) as u64, scalar(tape)], value(tape, depth)),
        10 => (list![1, "SFO"], Item::from("SFO")),
        11 => {
            let (inner, value) = limits(tape, depth - 1);
            let mut conjuncts = vec![list![15, inner]];
            if tape.chance(30) {
                conjuncts.push(list![16, limits(tape, depth - 1).0]);
            }
            if tape.chance(30) {
                conjuncts.push(list![13, list![3, 1 + tape.below(3) as u64]]);
            }
            let all = if conjuncts.len() == 1 { conjuncts.remove(0) } else { Item::Array(conjuncts) };
            let count = tape.below(4);
            (all, Item::Array((0..count).map(|_| value.clone()).collect()))
        }
        12 => {
            let (items, values): (Vec<Item>, Vec<Item>) = (0..tape.below(3)).map(|_| limits(tape, depth - 1)).unzip();
            let shape = if tape.chance(40) { list![17, items, true] } else { list![17, items] };
            (shape, Item::Array(values))
        }
        _ => {
            let name = name(tape);
            let (inner, value) = limits(tape, depth - 1);
            let args = Item::Map(vec![(Item::from(name), if tape.chance(20) { list![0, inner] } else { inner })]);
            let shape = if tape.chance(40) { list![14, args, true] } else { list![14, args] };
            (shape, Item::Map(vec![(Item::from(name), value)]))
        }
    }
}

fn scalar(tape: &mut Tape<'_>) -> Item {
    match tape.below(4) {
        0 | 1 => Item::Text(text(tape)),
        2 => number(tape),
        _ => Item::Bool(tape.chance(50)),
    }
}

/// Any value.
pub(crate) fn value(tape: &mut Tape<'_>, depth: usize) -> Item {
    match tape.below(if depth == 0 { 6 } else { 8 }) {
        0..=4 => scalar(tape),
        5 => raw(&[0xF6]),
        6 => Item::Array((0..tape.below(4)).map(|_| value(tape, depth - 1)).collect()),
        _ => {
            let mut members: Vec<(Item, Item)> = Vec::new();
            for _ in 0..tape.below(3) {
                let name = Item::from(name(tape));
                if members.iter().all(|(other, _)| *other != name) {
                    members.push((name, value(tape, depth - 1)));
                }
            }
            Item::Map(members).sorted()
        }
    }
}

/// Arguments that stray from these in one place, or in none.
pub(crate) fn strayed(tape: &mut Tape<'_>, args: &[(String, Item)]) -> Vec<(String, Item)> {
    let mut args = args.to_vec();
    match tape.below(6) {
        0 if !args.is_empty() => {
            let place = tape.below(args.len());
            args[place].1 = value(tape, 2);
        }
        1 => {
            let name = name(tape);
            if args.iter().all(|(other, _)| other != name) {
                args.push((name.to_owned(), value(tape, 2)));
            }
        }
        2 if !args.is_empty() => {
            let place = tape.below(args.len());
            args.remove(place);
        }
        _ => {}
    }
    args
}
