//! Calls: such as a clause asks for, and such as stray from it in one place.

use super::addresses::is_in_network;
use super::alphabet::{
    ACTIONS, ALMOST_DATES, DATES, RUNS, SEGMENTS, STRANGE_RUNS, STRANGE_SEGMENTS, argument_name, json, number, path,
    text,
};
use super::model::{Args, Call, Clause, Json, Limit, Order, Pattern, accepts};
use super::net::{ADDRESSES, LOCALS, STRANGE_LOCALS, STRANGE_URL_ENDS, URL_ENDS, address, mail, url};
use super::rng::Rng;

/// A call as the clause asks for it, as far as it can be had by asking for one limit at a time.
pub(crate) fn asked(rng: &mut Rng, clause: &Clause) -> Call {
    let action = match &clause.pattern {
        Pattern::Exact(action) => action.clone(),
        Pattern::Below(above) => format!("{above}.{}", rng.pick(&["b", "c", "x.y", ".", "b.c", "*", "é"])),
        Pattern::Every => rng.pick(&ACTIONS).to_owned(),
    };
    let mut args = members(rng, &clause.args);
    // Lists in lists multiply: what no call has room for is left out, the last argument first.
    while args.iter().map(|(_, value)| size(value)).sum::<usize>() > SIZE {
        args.pop();
    }
    Call { action, args }
}

/// Parts of a call, long texts as several: half of what a call may have, however its texts are spelt.
const SIZE: usize = 2048;

fn size(value: &Json) -> usize {
    let parts = match value {
        Json::Null | Json::Bool(_) | Json::Number(_) => 0,
        Json::Text(text) => text.len() / 4,
        Json::List(values) => values.iter().map(size).sum(),
        Json::Object(members) => members.iter().map(|(name, value)| name.len() / 4 + size(value)).sum(),
    };
    1 + parts
}

fn members(rng: &mut Rng, args: &Args) -> Vec<(String, Json)> {
    let mut members: Vec<(String, Json)> = Vec::new();
    for arg in &args.named {
        if !arg.optional || rng.chance(60) {
            members.push((arg.name.clone(), value(rng, &arg.limits)));
        }
    }
    if args.open && rng.chance(50) {
        add_member(rng, &mut members);
    }
    rng.shuffle(&mut members);
    members
}

fn add_member(rng: &mut Rng, members: &mut Vec<(String, Json)>) {
    let name = argument_name(rng);
    if members.iter().all(|(other, _)| *other != name) {
        members.push((name, json(rng, 2)));
    }
}

fn value(rng: &mut Rng, limits: &[Limit]) -> Json {
    if limits.is_empty() {
        return json(rng, 2);
    }
    if let [Limit::Each(_) | Limit::Positions(..), _, ..] = limits {
        return shaped(rng, limits);
    }
    // With several limits the narrowest is as likely to be asked as any other, and a few attempts find it.
    for _ in 0..5 {
        let place = rng.below(limits.len());
        let value = of_limit(rng, &limits[place]);
        if limits.len() == 1 || accepts(limits, &value) {
            return value;
        }
    }
    of_limit(rng, &limits[0])
}

/// A list with what it must have, and about as long as it must be.
fn shaped(rng: &mut Rng, limits: &[Limit]) -> Json {
    let Json::List(mut elements) = of_limit(rng, &limits[0]) else { return Json::Null };
    let element = |rng: &mut Rng, place: usize| match &limits[0] {
        Limit::Each(each) => value(rng, each),
        Limit::Positions(positions, _) if place < positions.len() => value(rng, &positions[place]),
        _ => json(rng, 1),
    };
    for limit in &limits[1..] {
        match limit {
            Limit::Has(has) => elements.push(value(rng, has)),
            Limit::Len(order, bound) => {
                let wanted = (*bound as usize).min(8);
                while elements.len() < wanted && !matches!(order, Some(Order::AtMost | Order::Below)) {
                    let place = elements.len();
                    elements.push(element(rng, place));
                }
                if !matches!(order, Some(Order::AtLeast | Order::Above)) && rng.chance(80) {
                    elements.truncate(wanted);
                }
            }
            _ => {}
        }
    }
    if rng.chance(30) {
        rng.shuffle(&mut elements);
    }
    Json::List(elements)
}

fn of_limit(rng: &mut Rng, limit: &Limit) -> Json {
    match limit {
        Limit::Within(base, with_query) => {
            let end = match rng.below(10) {
                0 => rng.pick(&STRANGE_URL_ENDS),
                1 | 2 if *with_query => "?x",
                _ => rng.pick(&URL_ENDS),
            };
            // Most ends begin with the slash that a folder already has.
            let base = if rng.chance(80) { base.strip_suffix('/').unwrap_or(base) } else { base };
            Json::Text(format!("{base}{end}"))
        }
        Limit::At(domain) => {
            let local = if rng.chance(10) { rng.pick(&STRANGE_LOCALS) } else { rng.pick(&LOCALS) };
            Json::Text(format!("{local}@{domain}"))
        }
        Limit::Cidr(network) => {
            let inside: Vec<&str> = ADDRESSES.into_iter().filter(|address| is_in_network(network, address)).collect();
            Json::Text(if inside.is_empty() || rng.chance(10) {
                address(rng, 30)
            } else {
                rng.pick(&inside).to_owned()
            })
        }
        Limit::Len(order, bound) => {
            let length = match order {
                Some(Order::Below) => bound.saturating_sub(1),
                Some(Order::Above) => bound + 1,
                _ => *bound,
            }
            .min(70) as usize;
            if rng.chance(60) {
                Json::Text((0..length).map(|_| rng.pick(&['a', 'b', 'é', '漢', '😀'])).collect())
            } else {
                Json::List((0..length).map(|_| json(rng, 0)).collect())
            }
        }
        Limit::Has(limits) => Json::List(vec![value(rng, limits)]),
        Limit::Equal(scalar) => scalar.clone(),
        Limit::In(members) if members.is_empty() => json(rng, 0),
        Limit::In(members) => rng.pick(members),
        Limit::Compare(order, bound) => {
            let mut best = bound.clone();
            for _ in 0..3 {
                let other = number(rng);
                let right = match order {
                    Order::AtMost | Order::Below => other.double < bound.double,
                    Order::AtLeast | Order::Above => other.double > bound.double,
                };
                if right && rng.chance(70) {
                    best = other;
                }
            }
            Json::Number(best)
        }
        Limit::CompareDate(_, bound) => {
            let same_form: Vec<&str> = DATES.into_iter().filter(|date| date.len() == bound.len()).collect();
            Json::Text(if rng.chance(20) { bound.clone() } else { rng.pick(&same_form).to_owned() })
        }
        Limit::Under(above) => {
            let mut path = above.clone();
            for _ in 0..rng.below(3) {
                if !path.ends_with('/') {
                    path.push('/');
                }
                path.push_str(rng.pick(&SEGMENTS));
            }
            Json::Text(path)
        }
        Limit::Like(glob) => {
            let pieces: Vec<&str> = glob.split('*').collect();
            let mut text = pieces[0].to_owned();
            for piece in &pieces[1..] {
                let strange = rng.chance(10);
                text.push_str(rng.pick(if strange { &STRANGE_RUNS } else { &RUNS }));
                text.push_str(piece);
            }
            Json::Text(text)
        }
        Limit::Object(args) => Json::Object(members(rng, args)),
        Limit::Each(limits) => Json::List((0..1 + rng.below(3)).map(|_| value(rng, limits)).collect()),
        Limit::Positions(positions, open) => {
            let mut elements: Vec<Json> = positions.iter().map(|limits| value(rng, limits)).collect();
            if *open {
                elements.extend((0..rng.below(3)).map(|_| json(rng, 1)));
            }
            Json::List(elements)
        }
    }
}

/// The same call but for one thing.
pub(crate) fn strayed(rng: &mut Rng, call: &Call) -> Call {
    let mut call = call.clone();
    if rng.chance(12) {
        call.action = match rng.below(5) {
            0 => format!("{}.", call.action),
            1 => format!("{}.b", call.action),
            2 => call.action.to_uppercase(),
            3 => format!("{} ", call.action),
            _ => rng.pick(&ACTIONS).to_owned(),
        };
    } else {
        stray_members(rng, &mut call.args);
    }
    call
}

fn stray_members(rng: &mut Rng, members: &mut Vec<(String, Json)>) {
    match (rng.below(6), members.len()) {
        (0, _) | (_, 0) => add_member(rng, members),
        (1, count) => drop(members.remove(rng.below(count))),
        (_, count) => {
            let place = rng.below(count);
            stray(rng, &mut members[place].1);
        }
    }
}

fn stray(rng: &mut Rng, value: &mut Json) {
    if rng.chance(20) {
        *value = json(rng, 2);
        return;
    }
    match value {
        Json::Null => *value = json(rng, 1),
        Json::Bool(truth) => *truth = !*truth,
        Json::Number(old) => {
            let new = number(rng);
            match rng.below(4) {
                0 => *value = Json::Text(old.text.clone()),
                _ => *old = new,
            }
        }
        Json::Text(text) => stray_text(rng, text),
        Json::List(elements) => match (rng.below(4), elements.len()) {
            (0, _) => elements.push(json(rng, 1)),
            (1, _) => drop(elements.pop()),
            (_, 0) => *value = Json::Object(Vec::new()),
            (_, count) => {
                let place = rng.below(count);
                stray(rng, &mut elements[place]);
            }
        },
        Json::Object(members) => stray_members(rng, members),
    }
}

fn stray_text(rng: &mut Rng, old: &mut String) {
    *old = match rng.below(20) {
        16 => format!("{old}{}", rng.pick(&STRANGE_URL_ENDS)),
        17 => url(rng, 20),
        18 => mail(rng, 20),
        19 => address(rng, 20),
        0 => format!("{old}/{}", rng.pick(&STRANGE_SEGMENTS)),
        1 => format!("{old}/"),
        2 => format!("/{old}"),
        3 => format!("{old}{}", rng.pick(&["\n", "\0", " ", "\u{200b}", "a", "\u{301}", "*"])),
        4 => old.to_uppercase(),
        5 => old.replacen('/', rng.pick(&["//", "\\", "%2f", "/./", "/../", "\u{2215}", "\u{ff0f}"]), 1),
        6 => old.replacen('.', rng.pick(&["..", "\u{2024}", "\u{ff0e}", "%2e", "/"]), 1),
        7 => old.replacen('-', rng.pick(&["–", "", "--"]), 1),
        8 => old.chars().skip(1).collect(),
        9 => {
            old.pop();
            old.clone()
        }
        10 => rng.pick(&ALMOST_DATES).to_owned(),
        11 => rng.pick(&DATES).to_owned(),
        12 => format!("{old}{}", rng.pick(&SEGMENTS)),
        13 | 14 => path(rng, 0),
        _ => text(rng),
    }
}
