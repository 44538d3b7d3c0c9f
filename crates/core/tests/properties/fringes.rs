//! What random cases seldom meet, tried one by one: every code point, every almost-date, every strange segment, every
//! byte and escape of a URL.

use depute::Clause;

use super::alphabet::{ALMOST_DATES, DATES, SEGMENTS, STRANGE_SEGMENTS};
use super::model::{self, Arg, Args, Call, Json, Limit, Link, Order, Pattern};
use super::net::{
    ADDRESSES, ALMOST_ADDRESSES, ALMOST_URLS, DOMAINS, LOCALS, NETWORKS, STRANGE_LOCALS, STRANGE_URL_ENDS, URL_ENDS,
    URLS,
};
use super::rng::Rng;
use super::spelling::{escape, is_clean_path, is_refused};
use super::support::{Walk, now};
use super::verdicts::{compare, verifier};
use super::{clauses, wire};

#[test]
fn a_grant_takes_the_code_points_that_the_specification_takes() {
    for c in '\0'..=char::MAX {
        let mut string = String::from("\"/");
        escape(c, &mut string);
        string.push('"');
        let text = format!("a(b = {string})");
        assert_eq!(Clause::parse(&text).is_ok(), !is_refused(c), "{text}");
        let text = format!("a(b under {string})");
        assert_eq!(Clause::parse(&text).is_ok(), is_clean_path(&format!("/{c}")), "{text}");
    }
}

#[test]
fn paths_are_judged_alike_around_every_boundary_of_code_points() {
    let forms = |c: char| [format!("/a{c}b"), format!("/{c}b"), format!("/a{c}"), format!("/a/{c}/b")];
    let clean = |c: char| forms(c).map(|path| is_clean_path(&path));
    let pairs = ('\0'..char::MAX).zip('\u{1}'..=char::MAX);
    let around = pairs.filter(|(one, next)| clean(*one) != clean(*next)).flat_map(|(one, next)| [one, next]);
    let (allowed, denied) =
        judge_alike(around.flat_map(forms), &[Limit::Under("/".to_owned()), Limit::Like("/a*b".to_owned())]);
    assert!(allowed > 500 && denied > 500, "{allowed} allowed, {denied} denied");
}

#[test]
fn paths_are_judged_alike_with_every_segment() {
    let segments = SEGMENTS.iter().chain(&STRANGE_SEGMENTS);
    let paths = segments.flat_map(|segment| {
        ["/S", "S", "/data/S", "/data/S/a", "/S/data", "/data/aS", "/dataS", "data/S"]
            .map(|path| path.replace('S', segment))
    });
    let limits = ["/", "/data"].map(|path| Limit::Under(path.to_owned()));
    let globs = ["/*", "*", "/data/*", "*/*", "/data/*/a", "/*/data", "/data/a*", "data/*.*"];
    let limits: Vec<Limit> = limits.into_iter().chain(globs.map(|glob| Limit::Like(glob.to_owned()))).collect();
    let (allowed, denied) = judge_alike(paths, &limits);
    assert!(allowed > 300 && denied > 2000, "{allowed} allowed, {denied} denied");
}

#[test]
fn dates_are_judged_alike_in_every_spelling() {
    let dates = DATES.iter().chain(&ALMOST_DATES).map(|date| (*date).to_owned());
    let bounds = ["0000-01-01", "2026-12-01", "9999-12-31"];
    let bounds =
        bounds.into_iter().flat_map(|day| [day.to_owned(), format!("{day}T00:00:00Z"), format!("{day}T23:59:59Z")]);
    let limits: Vec<Limit> =
        bounds.flat_map(|bound| Order::ALL.map(|order| Limit::CompareDate(order, bound.clone()))).collect();
    let (allowed, denied) = judge_alike(dates, &limits);
    assert!(allowed > 150 && denied > 1000, "{allowed} allowed, {denied} denied");
}

#[test]
fn urls_are_judged_alike_in_every_spelling() {
    let built =
        URLS.iter().flat_map(|url| URL_ENDS.iter().chain(&STRANGE_URL_ENDS).map(move |end| format!("{url}{end}")));
    let almost = ALMOST_URLS.iter().flat_map(|url| ["", "a", "a/b"].map(|end| format!("{url}{end}")));
    // Every byte raw, every byte as an escape in either case, and two together that are one character.
    let bytes = (0..=0x7F_u8).map(|byte| char::from(byte).to_string());
    let escapes = (0..=0xFF_u8).flat_map(|byte| [format!("%{byte:02X}"), format!("%{byte:02x}")]);
    let pairs = [0xC2_u8, 0xC3, 0xCC, 0xE2]
        .iter()
        .flat_map(|lead| (0x80..0xC0_u8).map(move |byte| format!("%{lead:02X}%{byte:02X}")));
    let pieces = bytes.chain(escapes).chain(pairs.flat_map(|pair| [format!("{pair}%80"), pair]));
    let placed = pieces.flat_map(|piece| {
        [
            "https://h/P",
            "https://h/aPb",
            "https://h/a/P/b",
            "https://h/a?P",
            "https://aPb/",
            "httPs://h/",
            "https://hP/",
            "https://h:P/",
        ]
        .map(|form| form.replace('P', &piece))
    });
    let ports = (0..=9)
        .chain([79, 80, 81, 442, 443, 444, 8080, 65_535, 65_536, 99_999])
        .flat_map(|port| [format!("https://h:{port}/"), format!("http://h:{port}/"), format!("https://h:0{port}/")]);
    let limits = [("https://h/", false), ("https://h/", true), ("https://h/a", true), ("http://h/", false)];
    let limits: Vec<Limit> =
        limits.iter().map(|(base, with_query)| Limit::Within((*base).to_owned(), *with_query)).collect();
    let (allowed, denied) = judge_alike(built.chain(almost).chain(placed).chain(ports), &limits);
    assert!(allowed > 1000 && denied > 10_000, "{allowed} allowed, {denied} denied");
}

#[test]
fn mail_addresses_are_judged_alike_in_every_spelling() {
    let domains = DOMAINS.iter().chain(&["H", "h.", ".h", "h..b", "127.0.0.1", "[::1]", "h,b", "ä", "xn--", "xn--a"]);
    let built = domains.flat_map(|domain| {
        LOCALS
            .iter()
            .chain(&STRANGE_LOCALS)
            .flat_map(move |local| [format!("{local}@{domain}"), format!("{local}@{domain} ")])
    });
    let placed = (0..=0x7F_u8).flat_map(|byte| {
        ["P@h", "aPb@h", "a@P", "a@hPb", "a@hP", "aPb", "Pa@h"]
            .map(|form| form.replace('P', &char::from(byte).to_string()))
    });
    let limits: Vec<Limit> = ["h", "b.h", "hb"].iter().map(|domain| Limit::At((*domain).to_owned())).collect();
    let (allowed, denied) = judge_alike(built.chain(placed), &limits);
    assert!(allowed > 50 && denied > 3000, "{allowed} allowed, {denied} denied");
}

#[test]
fn addresses_are_judged_alike_in_every_spelling() {
    let listed = ADDRESSES.iter().chain(&ALMOST_ADDRESSES).map(|address| (*address).to_owned());
    // Every group of an address of IPv6 zero or not, in full and with each run of zeros left out; every number of one of IPv4.
    let groups = (0..256_u32).flat_map(|set| {
        let groups: Vec<String> = (0..8).map(|place| (set >> place & 1).to_string()).collect();
        let full = groups.join(":");
        let cut = (0..8)
            .flat_map(move |from| (from..=8).map(move |to| (from, to)))
            .map(move |(from, to)| format!("{}::{}", groups[..from].join(":"), groups[to..].join(":")));
        cut.chain([full]).collect::<Vec<_>>()
    });
    let numbers = (0..=300)
        .flat_map(|number| [format!("10.0.0.{number}"), format!("{number}.0.0.1"), format!("10.0.0.0{number}")]);
    let limits: Vec<Limit> = NETWORKS.iter().step_by(2).map(|network| Limit::Cidr((*network).to_owned())).collect();
    let (allowed, denied) = judge_alike(listed.chain(numbers).chain(groups.step_by(5)), &limits);
    assert!(allowed > 500 && denied > 20_000, "{allowed} allowed, {denied} denied");
}

/// Has each limit, as the one argument of link zero, judged with each text; says how many were allowed and denied.
fn judge_alike(texts: impl Iterator<Item = String>, limits: &[Limit]) -> (usize, usize) {
    let zero = |limit: &Limit| {
        let arg = Arg { name: "text".to_owned(), optional: false, limits: vec![limit.clone()] };
        let args = Args { named: vec![arg], open: false };
        [Link {
            clauses: vec![model::Clause { pattern: Pattern::Every, args, needs: Vec::new() }],
            budgets: Vec::new(),
        }]
    };
    let zeros: Vec<[Link; 1]> = limits.iter().map(zero).collect();
    let verifiers: Vec<_> = zeros.iter().map(|[zero]| verifier(&mut Rng::of(9, 0), zero)).collect();
    let mut walk = Walk::short();
    wire::fill(&mut walk.links[0], &Link { clauses: vec![clauses::everything()], budgets: Vec::new() });
    let (mut allowed, mut denied) = (0, 0);
    for text in texts {
        let call = Call { action: "a".to_owned(), args: vec![("text".to_owned(), Json::Text(text.clone()))] };
        walk.digest = wire::call_digest(&call);
        let bytes = walk.bytes();
        let map = depute::Map::from_entries([("text", depute::Value::Text(text.into()))]).unwrap();
        let read = depute::Call::new("a", map).unwrap();
        for (zero, verifier) in zeros.iter().zip(&verifiers) {
            let judged = model::judge(zero, &call, &[]);
            *(if judged.is_ok() { &mut allowed } else { &mut denied }) += 1;
            compare(&judged, verifier.check(&bytes, &read, now()), zero, &call, &[]);
        }
    }
    (allowed, denied)
}
