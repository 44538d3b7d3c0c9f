//! What is said of a clause below others is true of every call that was tried: *narrower*, *wider*, *allows nothing*.

use depute::{Clause, Narrowing, Value, allows_nothing, narrows};

use super::model::{Args, Call, Json, Limit, Number};
use super::rng::Rng;
use super::verdicts::called;
use super::{calls, cases, clauses, model, print};

const CALLS: u64 = 12;

#[test]
fn what_is_said_of_a_clause_below_others_is_true() {
    let [mut narrower, mut wider, mut unproven, mut nothing, mut accepted, mut contained] = [0u64; 6];
    let cases = cases() / 4;
    for case in 0..cases {
        let mut rng = Rng::of(8, case);
        let near = clauses::clause(&mut rng);
        let mut child = if rng.chance(30) { near.clone() } else { clauses::changed(&mut rng, &near) };
        let is_stated = rng.chance(50);
        if is_stated {
            state(&mut child.args);
        }
        let above: Vec<model::Link> = (0..1 + rng.below(3)).map(|_| clauses::link(&mut rng, &near)).collect();
        let texts: Vec<Vec<String>> =
            above.iter().map(|link| link.clauses.iter().map(print::clause).collect()).collect();
        let links: Vec<Vec<Clause>> =
            texts.iter().map(|link| link.iter().map(|text| Clause::parse(text).unwrap()).collect()).collect();
        let links: Vec<&[Clause]> = links.iter().map(Vec::as_slice).collect();
        let text = print::clause(&child);
        let read = Clause::parse(&text).unwrap();

        let said = narrows(&read, &links);
        match &said {
            Narrowing::Narrower => narrower += 1,
            Narrowing::Unproven(_) => unproven += 1,
            Narrowing::Wider(widening) => {
                wider += 1;
                let witness = model_of(&widening.witness);
                let link = &above[widening.link - 1];
                assert!(child.judge(&witness).is_ok(), "{text} does not accept {witness:?}");
                assert!(!link.accepts(&witness), "{:?} accepts {witness:?}", texts[widening.link - 1]);
            }
        }
        let is_nothing = allows_nothing(&read, &links).is_some();
        nothing += u64::from(is_nothing);

        for _ in 0..CALLS {
            let call = if rng.chance(50) { calls::asked(&mut rng, &child) } else { called(&mut rng, &near) };
            if child.judge(&call).is_err() {
                continue;
            }
            accepted += 1;
            assert!(
                !is_nothing || !above.iter().all(|link| link.accepts(&call)),
                "{text} below {texts:?} allows {call:?}"
            );
            // What the child states is within every link; only presence is inherited.
            if is_stated && matches!(said, Narrowing::Narrower) {
                let missing = |link: &model::Link| {
                    link.clauses
                        .iter()
                        .any(|clause| clause.judge(&call).is_err_and(|fault| fault.code == "arg_missing"))
                };
                contained += 1;
                assert!(
                    above.iter().all(|link| link.accepts(&call) || missing(link)),
                    "{text} below {texts:?}: {call:?}"
                );
            }
        }
    }
    let report = format!(
        "{narrower} narrower, {wider} wider, {unproven} unproven, {nothing} nothing; {accepted} accepted, {contained} within"
    );
    println!("{report}");
    assert!(narrower.min(wider).min(nothing) > cases / 50 && contained > cases / 10 && accepted > cases, "{report}");
}

/// Makes the arguments leave nothing to be inherited but presence.
fn state(args: &mut Args) {
    args.open = false;
    args.named.iter_mut().for_each(|arg| state_limits(&mut arg.limits));
}

fn state_limits(limits: &mut Vec<Limit>) {
    match &mut limits[..] {
        [] => limits.push(Limit::Equal(Json::Text("SFO".to_owned()))),
        [Limit::Object(args)] => state(args),
        [Limit::Each(each), ..] => state_limits(each),
        [Limit::Positions(positions, open), ..] => {
            *open = false;
            positions.iter_mut().for_each(state_limits);
        }
        _ => {}
    }
}

fn model_of(call: &depute::Call) -> Call {
    Call { action: call.action().to_owned(), args: members_of(call.args()) }
}

fn members_of(map: &depute::Map) -> Vec<(String, Json)> {
    map.iter().map(|(name, value)| (name.to_owned(), json_of(value))).collect()
}

fn json_of(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Number(number) => Json::Number(Number::printed(&number.to_string())),
        Value::Text(text) => Json::Text(text.to_string()),
        Value::List(elements) => Json::List(elements.iter().map(json_of).collect()),
        Value::Map(members) => Json::Object(members_of(members)),
    }
}
