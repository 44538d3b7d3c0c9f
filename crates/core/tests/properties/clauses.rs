//! Clauses and links that a grant can have: any, or close to another.

use super::alphabet::{ACTIONS, DATES, NAMES, PIECES, PREFIXES, SEGMENTS, number, path, scalar};
use super::model::{Arg, Args, Clause, Limit, Link, Need, Order, Pattern};
use super::net::{DOMAINS, NETWORKS, URLS};
use super::print;
use super::rng::Rng;
use super::spelling::is_clean_for_like;

/// Shapes may be nested so deep, `spec/grant.md`.
const SHAPES: usize = 4;
/// And a link has so many limits, names, members and positions at most.
const NODES: usize = 128;

/// Who may approve; the booker holds the second link of a chain, and approves no call of it.
pub(crate) const APPROVERS: [&str; 3] = ["carol", "dave", "booker"];

/// Parameters of requirements: strict CBOR.
const PARAMETERS: [&str; 6] = ["80", "a0", "00", "6161", "820141ff", "f5"];

pub(crate) fn pattern(rng: &mut Rng) -> Pattern {
    match rng.below(10) {
        0..=5 => Pattern::Exact(rng.pick(&ACTIONS).to_owned()),
        6 | 7 => Pattern::Below(rng.pick(&PREFIXES).to_owned()),
        _ => Pattern::Every,
    }
}

pub(crate) fn clause(rng: &mut Rng) -> Clause {
    let needs = if rng.chance(6) { needs(rng) } else { Vec::new() };
    Clause { pattern: pattern(rng), args: args(rng, 4, SHAPES), needs }
}

fn needs(rng: &mut Rng) -> Vec<Need> {
    distinct(rng, 2, |rng| {
        if rng.chance(40) {
            return Need::Other(2 + rng.below(5) as u64, rng.pick(&PARAMETERS));
        }
        let mut names = distinct(rng, 3, |rng| rng.pick(&APPROVERS));
        if names.is_empty() {
            names.push("carol");
        }
        Need::Approval(1 + rng.below(names.len()), names)
    })
}

fn args(rng: &mut Rng, most: usize, shapes: usize) -> Args {
    let mut args = Args { named: Vec::new(), open: rng.chance(40) };
    for _ in 0..rng.below(most + 1) {
        add_argument(rng, &mut args, shapes);
    }
    args
}

fn add_argument(rng: &mut Rng, args: &mut Args, shapes: usize) {
    let name = rng.pick(&NAMES).to_owned();
    if args.named.iter().all(|arg| arg.name != name) {
        args.named.push(Arg { name, optional: rng.chance(25), limits: limits(rng, shapes) });
    }
}

pub(crate) fn limits(rng: &mut Rng, shapes: usize) -> Vec<Limit> {
    match rng.below(10) {
        0 => Vec::new(),
        1 | 2 => pair(rng),
        3..=5 if shapes > 0 => shaped(rng, shapes - 1),
        _ => vec![limit(rng)],
    }
}

fn limit(rng: &mut Rng) -> Limit {
    match rng.below(16) {
        10 | 11 => Limit::Within(rng.pick(&URLS).to_owned(), rng.chance(40)),
        12 | 13 => Limit::At(rng.pick(&DOMAINS).to_owned()),
        14 => Limit::Cidr(rng.pick(&NETWORKS).to_owned()),
        15 => len(rng),
        0 | 1 => Limit::Equal(scalar(rng)),
        2 | 3 => Limit::In(distinct(rng, 4, scalar)),
        4 | 5 => Limit::Compare(rng.pick(&Order::ALL), number(rng)),
        6 => Limit::CompareDate(rng.pick(&Order::ALL), rng.pick(&DATES).to_owned()),
        7 | 8 => Limit::Under(if rng.chance(15) { "/".to_owned() } else { path(rng, 0) }),
        _ => Limit::Like(glob(rng)),
    }
}

fn len(rng: &mut Rng) -> Limit {
    let order = rng.pick(&[None, Some(Order::AtMost), Some(Order::Below), Some(Order::AtLeast), Some(Order::Above)]);
    Limit::Len(order, if rng.chance(90) { rng.below(6) as u64 } else { rng.pick(&[12, 20, 64, 65_536]) })
}

/// Several limits on one argument: such as people write, and any.
fn pair(rng: &mut Rng) -> Vec<Limit> {
    match rng.below(8) {
        6 => vec![
            Limit::Len(Some(Order::AtLeast), rng.below(4) as u64),
            Limit::Len(Some(Order::AtMost), rng.below(12) as u64),
        ],
        7 => {
            let first = match rng.below(3) {
                0 => Limit::Within(rng.pick(&URLS).to_owned(), rng.chance(40)),
                1 => Limit::At(rng.pick(&DOMAINS).to_owned()),
                _ => Limit::Cidr(rng.pick(&NETWORKS).to_owned()),
            };
            vec![first, Limit::Len(Some(Order::AtMost), 4 + rng.below(20) as u64)]
        }
        0 | 1 => {
            let (low, high) = (rng.pick(&[Order::AtLeast, Order::Above]), rng.pick(&[Order::AtMost, Order::Below]));
            if rng.chance(50) {
                vec![Limit::Compare(low, number(rng)), Limit::Compare(high, number(rng))]
            } else {
                let dates = [rng.pick(&DATES).to_owned(), rng.pick(&DATES).to_owned()];
                dates.into_iter().zip([low, high]).map(|(date, order)| Limit::CompareDate(order, date)).collect()
            }
        }
        2 | 3 => {
            let above = path(rng, 0);
            let glob = format!("{above}/*");
            vec![Limit::Under(above), Limit::Like(if rng.chance(60) { glob } else { self::glob(rng) })]
        }
        4 => {
            let one = scalar(rng);
            vec![Limit::Equal(one.clone()), Limit::In(vec![one])]
        }
        _ => distinct(rng, 3, limit),
    }
}

/// A shape, and what may stand behind it.
fn shaped(rng: &mut Rng, shapes: usize) -> Vec<Limit> {
    let mut all = vec![shape(rng, shapes)];
    if matches!(all[0], Limit::Each(_)) && rng.chance(50) {
        for has in distinct(rng, 2, |rng| Limit::Has(limits(rng, shapes))) {
            all.push(has);
        }
    }
    if !matches!(all[0], Limit::Object(_)) && rng.chance(30) {
        all.extend(distinct(rng, 2, len));
    }
    all
}

fn shape(rng: &mut Rng, shapes: usize) -> Limit {
    match rng.below(3) {
        0 => Limit::Object(args(rng, 3, shapes)),
        1 => Limit::Each(limits(rng, shapes)),
        _ => Limit::Positions((0..rng.below(4)).map(|_| limits(rng, shapes)).collect(), rng.chance(40)),
    }
}

/// Segments of pieces and stars, no two stars side by side, eight at most.
fn glob(rng: &mut Rng) -> String {
    let mut glob = String::from(if rng.chance(40) { "/" } else { "" });
    for segment in 0..1 + rng.below(3) {
        if segment > 0 {
            glob.push('/');
        }
        for piece in 0..1 + rng.below(4) {
            let star = rng.chance(55) && !glob.ends_with('*') && glob.matches('*').count() < 8;
            glob.push_str(match (star, piece) {
                (true, _) => "*",
                (false, 0) if rng.chance(50) => SEGMENTS[rng.below(15)],
                _ => rng.pick(&PIECES),
            });
        }
    }
    if is_clean_for_like(&glob) { glob } else { "a*.md".to_owned() }
}

fn distinct<T: PartialEq>(rng: &mut Rng, most: usize, mut one: impl FnMut(&mut Rng) -> T) -> Vec<T> {
    let mut all = Vec::new();
    for _ in 0..rng.below(most + 1) {
        let next = one(rng);
        if !all.contains(&next) {
            all.push(next);
        }
    }
    all
}

/// A clause that differs from another in one thing, or in a few.
pub(crate) fn changed(rng: &mut Rng, clause: &Clause) -> Clause {
    let mut changed = clause.clone();
    for _ in 0..1 + rng.below(2) {
        match rng.below(8) {
            0 => changed.pattern = pattern(rng),
            1 => changed.needs = needs(rng),
            _ => change_args(rng, &mut changed.args, SHAPES),
        }
    }
    changed
}

fn change_args(rng: &mut Rng, args: &mut Args, shapes: usize) {
    let any = |rng: &mut Rng, args: &Args| rng.below(args.named.len().max(1));
    match rng.below(8) {
        0 => args.open = !args.open,
        1 => add_argument(rng, args, shapes),
        _ if args.named.is_empty() => args.open = true,
        2 => drop(args.named.remove(any(rng, args))),
        3 => {
            let place = any(rng, args);
            args.named[place].optional ^= true;
        }
        _ => {
            let place = any(rng, args);
            change_limits(rng, &mut args.named[place].limits, shapes);
        }
    }
}

fn change_limits(rng: &mut Rng, limits: &mut Vec<Limit>, shapes: usize) {
    change_some(rng, limits, shapes);
    // Two that have become one are one too many.
    for last in (1..limits.len()).rev() {
        if limits[..last].contains(&limits[last]) {
            limits.remove(last);
        }
    }
}

fn change_some(rng: &mut Rng, limits: &mut Vec<Limit>, shapes: usize) {
    match &mut limits[..] {
        _ if rng.chance(25) => *limits = self::limits(rng, shapes),
        [Limit::Object(args)] => change_args(rng, args, shapes.saturating_sub(1)),
        [Limit::Each(_), .., Limit::Has(has)] if rng.chance(40) => change_limits(rng, has, shapes.saturating_sub(1)),
        [Limit::Each(_) | Limit::Positions(..), .., Limit::Len(order, length)] if rng.chance(40) => {
            *order = rng.pick(&[None, Some(Order::AtMost), Some(Order::AtLeast)]);
            *length = rng.below(5) as u64;
        }
        [Limit::Each(each), ..] if rng.chance(60) => change_limits(rng, each, shapes.saturating_sub(1)),
        [Limit::Each(_), Limit::Has(_), Limit::Has(_), ..] => limits.truncate(2),
        [Limit::Positions(positions, open), ..] if rng.chance(60) => match (rng.below(3), positions.len()) {
            (0, _) | (_, 0) => *open = !*open,
            (1, _) => drop(positions.pop()),
            (_, count) => {
                let place = rng.below(count);
                change_limits(rng, &mut positions[place], shapes.saturating_sub(1));
            }
        },
        [] => limits.push(limit(rng)),
        [Limit::In(members)] if rng.chance(50) => {
            let one = scalar(rng);
            if !members.contains(&one) {
                members.push(one);
            }
        }
        [Limit::Under(above)] if rng.chance(50) => *above = path(rng, 0),
        [Limit::Within(base, with_query)] if rng.chance(60) => {
            (*base, *with_query) = (rng.pick(&URLS).to_owned(), rng.chance(40));
        }
        [Limit::At(domain)] if rng.chance(50) => *domain = rng.pick(&DOMAINS).to_owned(),
        [Limit::Cidr(network)] if rng.chance(60) => *network = rng.pick(&NETWORKS).to_owned(),
        [Limit::Len(order, _)] if rng.chance(50) => {
            *order = rng.pick(&[None, Some(Order::AtMost), Some(Order::AtLeast)])
        }
        [Limit::Compare(order, _)] => *order = rng.pick(&Order::ALL),
        [_, _, ..] if rng.chance(50) => drop(limits.pop()),
        [first, ..] if !matches!(first, Limit::Object(_) | Limit::Each(_) | Limit::Positions(..)) => {
            let more = limit(rng);
            if !limits.contains(&more) {
                limits.push(more);
            }
        }
        _ => *limits = vec![limit(rng)],
    }
}

/// A link whose clauses are close to this one, or not at all.
pub(crate) fn link(rng: &mut Rng, near: &Clause) -> Link {
    let mut clauses = Vec::new();
    for _ in 0..[1, 1, 1, 2, 2, 3, 4][rng.below(7)] {
        clauses.push(match rng.below(10) {
            0..=2 => near.clone(),
            3..=7 => changed(rng, near),
            _ => clause(rng),
        });
    }
    Link { clauses: within_limits(clauses), budgets: Vec::new() }
}

/// What of these clauses one link can have: none twice, and not too many nodes.
pub(crate) fn within_limits(clauses: Vec<Clause>) -> Vec<Clause> {
    let (mut texts, mut left, mut kept) = (Vec::new(), NODES, Vec::new());
    for clause in clauses {
        let (text, nodes) = (print::clause(&clause), of_args(&clause.args));
        if nodes <= left && !texts.contains(&text) {
            left -= nodes;
            texts.push(text);
            kept.push(clause);
        }
    }
    if kept.is_empty() { vec![everything()] } else { kept }
}

/// `*(..)`
pub(crate) fn everything() -> Clause {
    Clause { pattern: Pattern::Every, args: Args { named: Vec::new(), open: true }, needs: Vec::new() }
}

fn of_args(args: &Args) -> usize {
    args.named.iter().map(|arg| 1 + of_limits(&arg.limits)).sum()
}

fn of_limits(limits: &[Limit]) -> usize {
    let of = |limit: &Limit| match limit {
        Limit::In(members) => members.len(),
        Limit::Object(args) => of_args(args),
        Limit::Each(limits) | Limit::Has(limits) => of_limits(limits),
        Limit::Positions(positions, _) => positions.iter().map(|limits| 1 + of_limits(limits)).sum(),
        _ => 0,
    };
    limits.iter().map(|limit| 1 + of(limit)).sum()
}
