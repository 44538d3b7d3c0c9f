//! What the ledger's refusals say: a text that changes shows as a changed snapshot.

use depute::{Code, Denied, VerifyingKey};
use depute_ledger::MemoryLedger;

use super::fixture::{NOON, World, approved_mandate, at, handed_on, key, mandate};

fn petname(key_of: &VerifyingKey) -> Option<String> {
    use depute::Signer as _;
    ["alice", "bob", "planner", "booker", "carol"]
        .into_iter()
        .find(|name| key(name).verifying_key() == *key_of)
        .map(str::to_owned)
}

fn shown(denied: &Denied) -> String {
    let model = denied.for_model();
    assert!(model.chars().count() <= 200, "{model}");
    format!("{}\nlog: {denied}\nmodel: {model}", denied.explain(&petname))
}

#[test]
fn every_code_of_the_ledger_explains_itself() {
    let world = World::new();
    let token = mandate("alice", NOON, &["sum price <= 600 \"USD\""]);
    let token = handed_on(&token, "planner", "booker", &["calls <= 2"]);
    let mut ledger = MemoryLedger::new(at(NOON)).max_proofs(2, 2);
    let old = mandate("alice", NOON - 60, &["calls <= 5"]);
    let old = world.arrival(&old, "planner", "fly()", NOON);
    let first = world.arrival(&token, "booker", "fly(price = 450)", NOON);
    let dear = world.arrival(&token, "booker", "fly(price = 200)", NOON);
    let cheap = world.arrival(&token, "booker", "fly(price = 50)", NOON);
    let third = world.arrival(&mandate("alice", NOON, &[]), "planner", "fly()", NOON);

    let pay = approved_mandate(1, 3600, &[]);
    let endorsement = world.endorsement(&pay, "carol", "pay()", NOON, NOON + 900);
    let paid = world.arrival(&pay, "planner", "pay()", NOON).with(&endorsement);
    let again = world.arrival(&pay, "planner", "pay()", NOON).with(&endorsement);
    let mut other = MemoryLedger::new(at(NOON));
    drop(world.charge(&mut other, &paid, NOON).unwrap());

    let mut texts = Vec::new();
    texts.push(world.charge(&mut ledger, &old, NOON).unwrap_err());
    let permit = world.charge(&mut ledger, &first, NOON).unwrap();
    texts.push(world.charge(&mut ledger, &first, NOON).unwrap_err());
    texts.push(world.charge(&mut ledger, &dear, NOON).unwrap_err());
    drop(world.charge(&mut ledger, &cheap, NOON).unwrap());
    texts.push(world.charge(&mut ledger, &third, NOON).unwrap_err());
    texts.push(ledger.send(permit, at(NOON + 30)).unwrap_err());

    texts.push(world.charge(&mut other, &again, NOON).unwrap_err());

    let codes: Vec<Code> = texts.iter().map(Denied::code).collect();
    let wanted = [
        Code::IssuedBeforeLedger,
        Code::ProofReplayed,
        Code::BudgetExhausted,
        Code::LedgerFull,
        Code::PermitLapsed,
        Code::EndorsementUsed,
    ];
    assert_eq!(codes, wanted);
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../snapshots");
    settings.bind(|| texts.iter().for_each(|denied| insta::assert_snapshot!(denied.code().as_str(), shown(denied))));
}
