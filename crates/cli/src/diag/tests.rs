//! What is written reads back, by a reader that knows the notation and nothing of Depute.

use depute::{
    Budget, Call, Clause, Evidence, Http, Mint, NextList, Presentation, Signer, SigningKey, Target, Token, UnixTime,
};

use super::*;
use crate::names::Names;

/// Reads diagnostic notation to bytes: deterministic CBOR, floats of eight bytes where `_3` says so.
struct Notation<'t>(&'t str);

impl Notation<'_> {
    fn bytes(text: &str) -> Vec<u8> {
        let mut reader = Notation(text);
        let bytes = reader.item();
        reader.skip();
        assert_eq!(reader.0, "", "something follows the item");
        bytes
    }

    /// White space and remarks.
    fn skip(&mut self) {
        loop {
            self.0 = self.0.trim_start();
            let Some(remark) = self.0.strip_prefix('/') else { return };
            self.0 = remark.split_once('/').expect("a remark that does not end").1;
        }
    }

    fn eat(&mut self, token: &str) -> bool {
        self.skip();
        self.0.strip_prefix(token).inspect(|rest| self.0 = rest).is_some()
    }

    fn item(&mut self) -> Vec<u8> {
        self.skip();
        if self.eat("<<") {
            let inside = self.item();
            assert!(self.eat(">>"));
            return [head(2, inside.len() as u64), inside].concat();
        }
        if self.eat("h'") {
            let (digits, rest) = self.0.split_once('\'').unwrap();
            self.0 = rest;
            let pairs = (0..digits.len()).step_by(2);
            let bytes: Vec<u8> = pairs.map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect();
            return [head(2, bytes.len() as u64), bytes].concat();
        }
        if self.eat("[") {
            let members = self.members("]", |reader| reader.item());
            return [head(4, members.len() as u64), members.concat()].concat();
        }
        if self.eat("{") {
            let entries = self.members("}", |reader| {
                let key = reader.item();
                assert!(reader.eat(":"));
                [key, reader.item()].concat()
            });
            return [head(5, entries.len() as u64), entries.concat()].concat();
        }
        for (word, byte) in [("false", 0xf4), ("true", 0xf5), ("null", 0xf6)] {
            if self.eat(word) {
                return vec![byte];
            }
        }
        if self.0.starts_with('"') {
            let mut texts = serde_json::Deserializer::from_str(self.0).into_iter::<String>();
            let text = texts.next().unwrap().unwrap();
            self.0 = &self.0[texts.byte_offset()..];
            return [head(3, text.len() as u64), text.into_bytes()].concat();
        }
        let end = self.0.find(|c: char| !matches!(c, '0'..='9' | '-' | '.' | 'e' | '_')).unwrap_or(self.0.len());
        let (number, rest) = self.0.split_at(end);
        self.0 = rest;
        match (number.strip_suffix("_3"), number.parse::<i64>()) {
            (Some(float), _) => [vec![0xfb], float.parse::<f64>().unwrap().to_be_bytes().to_vec()].concat(),
            (None, Ok(integer)) if integer < 0 => head(1, integer.unsigned_abs() - 1),
            (None, Ok(integer)) => head(0, integer.unsigned_abs()),
            _ => panic!("not in the notation: {number}{rest:.20}"),
        }
    }

    fn members(&mut self, end: &str, mut member: impl FnMut(&mut Self) -> Vec<u8>) -> Vec<Vec<u8>> {
        let mut members = Vec::new();
        while !self.eat(end) {
            assert!(members.is_empty() || self.eat(","), "members are separated by commas");
            members.push(member(self));
        }
        members
    }
}

fn head(major: u8, value: u64) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    let (more, from) = match value {
        0..24 => return vec![major << 5 | value as u8],
        24..0x100 => (24, 7),
        0x100..0x1_0000 => (25, 6),
        0x1_0000..0x1_0000_0000 => (26, 4),
        _ => (27, 0),
    };
    [vec![major << 5 | more], bytes[from..].to_vec()].concat()
}

/// Clauses with every operator and shape, texts that could end a remark, and numbers of every form.
const CLAUSES: &[&str] = &[
    "*(..)",
    "ci.*()",
    r#"a.b(a = "/ 1: {", b in ["x", 1, true, -7, 0.5, 1e-7], c <= 1 and > -1.5, d >= date "2026-12-01")"#,
    r#"a.c(p under "/data/x", g like "*.md", n? < 9007199254740991, u = "é\"\\", any)"#,
    r#"a.d(o: {x = 1, y: {z? <= 2, ..}}, l: [each [each <= 3]], m: ["git", _, in ["a"], ..], e: [], f: [..])"#,
    r#"a.e(u within "https://api.example.com/v1/", v within "https://a.example/" with query, w at "example.com")"#,
    r#"a.f(i cidr "10.0.0.0/8", n len >= 1 and len <= 5, l: [each <= 3, has 1] and len <= 9)"#,
    r#"a.g(..) needs approval(1 of ["did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX"])"#,
    r#""zahle / aus"("für wen" = "y", ..) needs 2(h'a10102')"#,
];

fn token() -> Token {
    let [alice, planner, booker] = [1, 2, 3].map(|seed| SigningKey::from_seed(&[seed; 32]));
    let now = UnixTime::from_secs(1_800_000_000).unwrap();
    let mut mint = Mint::new(&planner.verifying_key()).depth(3).expires_in(3600).subject("a/b").unwrap();
    for clause in CLAUSES {
        mint = mint.allow(clause).unwrap();
    }
    let ledger = booker.verifying_key();
    for budget in ["calls <= 50 at", r#"sum price of a.* <= 0.5 "US/D" per 1d at"#] {
        let account = if budget.starts_with("sum") { r#" account "x""# } else { "" };
        mint = mint.budget(&format!("{budget} {ledger}{account}")).unwrap();
    }
    let mint = mint.audience("https://a.example/").unwrap().audience("b").unwrap().intent("/ 4: ] /").unwrap();
    let mint = mint.evidence(Evidence::new("oidc", [0xa5; 32], now, "aal2").unwrap());
    let trip = mint.not_before(now).sign(&alice, now, [7; 8]).unwrap();
    let book = trip.delegate(&booker.verifying_key()).allow("*(..)").unwrap().expires_in(600);
    book.audience("b").unwrap().sign(&planner, now).unwrap()
}

fn call() -> Call {
    Call::from_json(
        "{\"action\":\"a/b\",\"args\":{\"n\":[null,true,-1,0.1,1e-7,5e-324,9007199254740991],\"t\":\"/\\u0000\\u202e\\ud83d\\ude00\\\"\",\"o\":{\"\":{}}}}",
    )
    .unwrap()
}

#[track_caller]
fn reads_back(item: &Item, bytes: &[u8]) -> String {
    let text = plain(&item.text());
    assert_eq!(Hex(&Notation::bytes(&text)).to_string(), Hex(bytes).to_string(), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !is_refused_code_point(c)), "{text:?}");
    text
}

#[test]
fn every_object_reads_back_as_its_bytes() {
    let (names, token, call) = (Names::default(), token(), call());
    let booker = SigningKey::from_seed(&[3; 32]);
    let now = UnixTime::from_secs(1_800_000_000).unwrap();
    let presentation = token.present(&call, "b", &booker, now, [9; 16]).unwrap();
    reads_back(&objects::token(&token, &names).unwrap(), token.as_bytes());
    reads_back(&objects::presentation(&presentation, &names).unwrap(), presentation.as_bytes());
    let scout = SigningKey::from_seed(&[4; 32]);
    let endorsement =
        token.endorse(&call, "b", &scout, now, UnixTime::from_secs(1_800_000_600).unwrap(), [8; 16]).unwrap();
    let text = reads_back(&objects::endorsement(&endorsement, &names).unwrap(), endorsement.as_bytes());
    assert!(text.contains("/ signer: did:key:") && text.contains("/ kind / 0"), "{text}");
    let approved = presentation.with(&endorsement).unwrap().with(&endorsement).unwrap();
    reads_back(&objects::presentation(&approved, &names).unwrap(), approved.as_bytes());
    reads_back(&objects::call(&call).unwrap(), call.canonical());
    let request = call.with_http(Http::new("POST", "/v1/a?b=%2F", b"body").unwrap());
    let text = reads_back(&objects::call(&request).unwrap(), request.canonical());
    assert!(text.contains("; the request POST \\u002fv1\\u002fa?b=%2F /"), "{text}");
    for text in CLAUSES {
        let clause = Clause::parse(text).unwrap();
        let bytes = clause.to_bytes();
        reads_back(&grants::clause(&decode(&bytes).unwrap(), &clause.to_string()), &bytes);
    }
    let budget = Budget::parse("calls of a.* <= 5 per 1h").unwrap();
    reads_back(&grants::budget(&decode(&budget.to_bytes()).unwrap(), &budget.to_string()), &budget.to_bytes());
}

#[test]
fn a_revocation_list_reads_back_and_names_what_it_revokes() {
    let [alice, keeper] = [1, 9].map(|seed| SigningKey::from_seed(&[seed; 32]));
    let (root, now) = (alice.verifying_key(), UnixTime::from_secs(1_800_000_000).unwrap());
    let targets = [
        Target::link([7; 32]),
        Target::key(keeper.verifying_key()),
        Target::task(root, "T-1042").unwrap(),
        Target::organization(root, "a/b").unwrap(),
        Target::authorizer(root, None).unwrap(),
        Target::authorizer(root, Some("carol")).unwrap(),
    ];
    let mut next = NextList::first();
    for target in targets {
        next = next.with(target.revoke(&alice, now).unwrap()).unwrap();
    }
    let task = Target::task(root, "T-1").unwrap().revoke(&alice, now).unwrap();
    let list = next.with(task.lift(&alice, now).unwrap()).unwrap().sign(&keeper, now).unwrap();
    let text = reads_back(&objects::list(&list, &Names::default()).unwrap(), list.as_bytes());
    for said in [
        format!("/ list, id {} /", Hex(list.id())),
        format!("/ statement, id {} /", Hex(list.unverified_statements()[2].id())),
        format!("/ lift / 5, h'{}'", Hex(task.id())),
        "/ number / 1: 1,".to_owned(),
        "/ link / 0, h'07".to_owned(),
        "\"T-1042\"".to_owned(),
    ] {
        assert!(text.contains(&said), "{said} in {text}");
    }
}

#[test]
fn a_changed_text_reads_as_other_bytes() {
    let token = token();
    let text = plain(&objects::token(&token, &Names::default()).unwrap().text());
    for (from, to) in
        [("-65537", "-65538"), ("0.5_3", "0.25_3"), ("7: \"x\"", "7: \"y\""), (", 2]", ", 3]"), ("[]", "[0]")]
    {
        let changed = text.replacen(from, to, 1);
        assert_ne!(text, changed, "{from} is gone from the test");
        assert_ne!(Hex(&Notation::bytes(&changed)).to_string(), Hex(token.as_bytes()).to_string(), "{from}");
    }
}

#[test]
fn every_member_has_its_name() {
    let text = plain(&objects::token(&token(), &Names::default()).unwrap().text());
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "/ iss: did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX / 1: h'8a88e3dd",
        "/ sub / 2: \"a/b\"",
        "/ exp: 2027-01-15T09:00:00Z / 4: 1800003600",
        "/ mandate / -65537: {",
        "p under \"\\u002fdata\\u002fx\"",
        "/ needs / [[/ attestation / 2, {1: 2}]]",
        "/ sum of / 2: \"price\"",
        "/ approval / 1, [ / by at least / 1, / of /",
        "/ evidence: how the authorizer was identified / 10: [ / kind / \"oidc\", / digest / h'a5a5",
        "/ when: 2027-01-15T08:00:00Z / 1800000000, / assurance / \"aal2\"",
    ] {
        assert!(words.contains(said), "{said} in {text}");
    }
    let is_number = |line: &str| line.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    let unnamed = lines.windows(2).filter(|pair| is_number(pair[1]) && !pair[0].ends_with(" /"));
    // The map of `cnf` has one key, which the line before names.
    assert!(unnamed.clone().count() == 2 && unnamed.into_iter().all(|pair| pair[1] == "1: {"), "{text}");
}

#[test]
fn a_presentation_names_its_proof() {
    let booker = SigningKey::from_seed(&[3; 32]);
    let now = UnixTime::from_secs(1_800_000_000).unwrap();
    let presentation: Presentation = token().present(&call(), "b", &booker, now, [9; 16]).unwrap();
    let text = plain(&objects::presentation(&presentation, &Names::default()).unwrap().text());
    for said in ["/ call proof / [", "/ nonce / 10: h'09090909090909090909090909090909'", "/ endorsements / []"] {
        assert!(text.contains(said), "{said} in {text}");
    }
}
