//! The ledger against a naive model, on random trees: the model keeps every event and adds up anew each time it is asked.

use depute::{Code, Mint, Signer, Token};
use depute_ledger::{MemoryLedger, Permit, Sent};
use proptest::prelude::*;

use crate::fixture::{Arrival, NOON, World, at, handed_on, key};

const HOLD_SECS: u64 = 20;

/// A budget as the model understands it; amounts in halves, so that sums print with at most one decimal.
#[derive(Clone, PartialEq, Debug)]
struct Budget {
    limit: u64,
    sum: bool,
    only_book: bool,
    window_secs: Option<u64>,
    account: bool,
}

impl Budget {
    fn text(&self) -> String {
        let what = if self.sum { "sum price" } else { "calls" };
        let action = if self.only_book { " of book" } else { "" };
        let window = self.window_secs.map_or_else(String::new, |secs| format!(" per {secs}s"));
        let account = if self.account { " account \"common\"" } else { "" };
        format!("{what}{action} <= {}{window}{account}", self.shown(self.limit))
    }

    fn shown(&self, amount: u64) -> String {
        match (self.sum, amount % 2) {
            (false, _) => amount.to_string(),
            (true, 0) => (amount / 2).to_string(),
            (true, _) => format!("{}.5", amount / 2),
        }
    }

    fn owed(&self, asked: &Asked) -> Option<u64> {
        match (self.only_book && (!asked.book || asked.paid.is_some()), self.sum) {
            (true, _) => None,
            (false, true) => Some(asked.price),
            (false, false) => Some(1),
        }
    }

    fn same_account(&self, other: &Budget) -> bool {
        let name = |budget: &Budget| (budget.account, budget.sum, budget.only_book, budget.window_secs);
        self.account && name(self) == name(other)
    }
}

/// A link of the forest: two roots stand first.
#[derive(Clone, Debug)]
struct Node {
    parent: Option<usize>,
    budgets: Vec<Budget>,
}

#[derive(Clone, Debug)]
struct Asked {
    node: usize,
    book: bool,
    price: u64,
    /// For a payment, which two of the six endorsements of that call: two by each of three.
    paid: Option<[usize; 2]>,
}

const APPROVERS: [&str; 3] = ["carol", "dave", "erin"];

impl Asked {
    fn call(&self) -> String {
        let action = match (self.paid, self.book) {
            (Some(_), _) => "pay",
            (None, true) => "book",
            (None, false) => "search",
        };
        format!("{action}(price = {}.{})", self.price / 2, self.price % 2 * 5)
    }
}

#[derive(Clone, Debug)]
enum Deed {
    Ask(Asked),
    /// One of the arrivals before comes again.
    AskAgain(prop::sample::Index),
    Send(prop::sample::Index),
    Settle(prop::sample::Index),
    Release(prop::sample::Index),
    /// A permit is lost.
    Forget(prop::sample::Index),
}

/// How the clock moves before a deed: mostly on, sometimes back.
fn step() -> impl Strategy<Value = i64> {
    prop_oneof![4 => Just(0), 4 => 0..6i64, 1 => 6..40i64, 1 => -20..0i64]
}

fn budget() -> impl Strategy<Value = Budget> {
    let window = prop_oneof![2 => Just(None), 1 => Just(Some(7)), 1 => Just(Some(60))];
    (0..9u64, any::<bool>(), any::<bool>(), window).prop_map(|(limit, sum, only_book, window_secs)| {
        let limit = if sum { limit * 5 } else { limit };
        Budget { limit, sum, only_book, window_secs, account: false }
    })
}

fn budgets() -> impl Strategy<Value = Vec<Budget>> {
    // No two alike: a duplicate in a list is refused by core.
    prop::collection::vec(budget(), 0..3).prop_map(|mut budgets| {
        budgets.dedup_by_key(|budget| budget.text());
        budgets
    })
}

fn forest() -> impl Strategy<Value = Vec<Node>> {
    let account = (budget(), 0..9u64, 0..9u64, any::<bool>());
    let further = prop::collection::vec((any::<prop::sample::Index>(), budgets()), 0..6);
    (account, budgets(), budgets(), further).prop_map(|((account, one, other, shared), first, second, further)| {
        let mut nodes: Vec<Node> = [first, second].into_iter().map(|budgets| Node { parent: None, budgets }).collect();
        if shared {
            for (node, limit) in nodes.iter_mut().zip([one, other]) {
                node.budgets.push(Budget { limit, account: true, ..account.clone() });
            }
        }
        for (parent, budgets) in further {
            let parent = Some(parent.index(nodes.len()));
            nodes.push(Node { parent, budgets });
        }
        nodes
    })
}

fn deed(nodes: usize) -> impl Strategy<Value = Deed> {
    let asked =
        (0..nodes, any::<bool>(), 0..12u64).prop_map(|(node, book, price)| Asked { node, book, price, paid: None });
    // Two people, each with one of their two endorsements; few prices and nodes, so that they meet again.
    let paid =
        (0..nodes.min(3), 0..2u64, 0..3usize, 1..3usize, 0..4usize).prop_map(|(node, price, one, next, which)| {
            let paid = Some([one + which % 2 * 3, (one + next) % 3 + which / 2 * 3]);
            Asked { node, book: false, price, paid }
        });
    prop_oneof![
        6 => asked.prop_map(Deed::Ask),
        3 => paid.prop_map(Deed::Ask),
        1 => any::<prop::sample::Index>().prop_map(Deed::AskAgain),
        3 => any::<prop::sample::Index>().prop_map(Deed::Send),
        1 => any::<prop::sample::Index>().prop_map(Deed::Settle),
        2 => any::<prop::sample::Index>().prop_map(Deed::Release),
        1 => any::<prop::sample::Index>().prop_map(Deed::Forget),
    ]
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Held { deadline: u64 },
    Spent,
    GivenBack,
}

struct Event {
    arrival: usize,
    asked: Asked,
    time: u64,
    state: State,
}

/// What the model says to a call.
#[derive(PartialEq, Eq, Debug)]
enum Answer {
    Permit,
    Replayed,
    /// This one's approval was used before.
    Used {
        approver: usize,
    },
    Exhausted {
        link: usize,
        value: String,
    },
}

struct Model<'n> {
    nodes: &'n [Node],
    now: u64,
    events: Vec<Event>,
}

impl Model<'_> {
    /// The model hears of the time when the ledger does: when it is asked to charge or to send.
    fn advance(&mut self, now: u64) {
        self.now = self.now.max(now);
        for event in &mut self.events {
            if matches!(event.state, State::Held { deadline } if deadline <= self.now) {
                event.state = State::GivenBack;
            }
        }
    }

    /// From a node to its root, root first.
    fn path(&self, node: usize) -> Vec<usize> {
        let mut path = vec![node];
        while let Some(parent) = self.nodes[path[0]].parent {
            path.insert(0, parent);
        }
        path
    }

    /// Whether two nodes are one link: siblings that say the same to the same holder are, and share their counters.
    fn is_same_link(&self, one: usize, other: usize) -> bool {
        let [one_node, other_node] = [one, other].map(|node| &self.nodes[node]);
        let parents = || one_node.parent.zip(other_node.parent);
        let alike = || parents().is_some_and(|(one, other)| self.is_same_link(one, other));
        one == other || one_node.budgets == other_node.budgets && alike()
    }

    fn used(&self, node: usize, budget: &Budget) -> u64 {
        let in_window = |event: &&Event| {
            event.state != State::GivenBack
                && budget.window_secs.is_none_or(|secs| event.time / secs == self.now / secs)
        };
        let below = |event: &&Event| {
            let path = self.path(event.asked.node);
            match budget.account {
                true => self.nodes[path[0]].budgets.iter().any(|other| other.same_account(budget)),
                false => path.iter().any(|&other| self.is_same_link(other, node)),
            }
        };
        self.events.iter().filter(in_window).filter(below).filter_map(|event| budget.owed(&event.asked)).sum()
    }

    fn ask(&mut self, arrival: usize, asked: &Asked) -> Answer {
        if self.events.iter().any(|event| event.arrival == arrival) {
            return Answer::Replayed;
        }
        if let Some(&used) = asked.paid.iter().flatten().find(|endorsement| self.is_burned(asked, **endorsement)) {
            return Answer::Used { approver: used % 3 };
        }
        for (node, link) in self.path(asked.node).into_iter().zip(1..) {
            for budget in &self.nodes[node].budgets {
                let Some(owed) = budget.owed(asked) else { continue };
                let used = self.used(node, budget);
                if used + owed > budget.limit {
                    let [used, limit, owed] = [used, budget.limit, owed].map(|amount| budget.shown(amount));
                    let calls = if budget.sum { "" } else { " calls" };
                    return Answer::Exhausted { link, value: format!("{used} of {limit}{calls} used, {owed} asked") };
                }
            }
        }
        let state = State::Held { deadline: self.now + HOLD_SECS };
        self.events.push(Event { arrival, asked: asked.clone(), time: self.now, state });
        Answer::Permit
    }

    /// Whether an endorsement of this call below this link came with a permit, whatever became of that.
    fn is_burned(&self, asked: &Asked, endorsement: usize) -> bool {
        self.events.iter().map(|event| &event.asked).any(|other| {
            other.paid.is_some_and(|paid| paid.contains(&endorsement))
                && other.price == asked.price
                && self.is_same_link(other.node, asked.node)
        })
    }

    /// The event of an arrival, if its permit can still be sent or released.
    fn held(&mut self, arrival: usize) -> Option<&mut Event> {
        self.events.iter_mut().find(|event| event.arrival == arrival && matches!(event.state, State::Held { .. }))
    }

    /// Whatever the order of events: what is held or spent is within every limit that no account shares.
    fn conserves(&self) -> bool {
        self.nodes.iter().enumerate().all(|(node, Node { budgets, .. })| {
            budgets.iter().filter(|budget| !budget.account).all(|budget| self.used(node, budget) <= budget.limit)
        })
    }
}

/// Searches and bookings freely, payments if two of three approve.
fn paying_mandate(issued: u64, budgets: &[&str]) -> Token {
    let keys = APPROVERS.map(|name| format!("\"{}\"", key(name).verifying_key())).join(", ");
    let clauses = ["search(..)", "book(..)", &format!("pay(..) needs approval(2 of [{keys}])")];
    let mint = Mint::new(&key("planner").verifying_key()).depth(5).expires_in(3600);
    let mint = clauses.into_iter().fold(mint, |mint, clause| mint.allow(clause).unwrap());
    let mint = budgets.iter().fold(mint, |mint, budget| mint.budget(budget).unwrap());
    mint.sign(&key("alice"), at(issued), [1; 8]).unwrap()
}

fn tokens(nodes: &[Node]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (node, place) in nodes.iter().zip(0u64..) {
        let budgets: Vec<String> = node.budgets.iter().map(Budget::text).collect();
        let budgets: Vec<&str> = budgets.iter().map(String::as_str).collect();
        tokens.push(match node.parent {
            // Another issue time makes another root link, hence other counters.
            None => paying_mandate(NOON - place, &budgets),
            Some(parent) => handed_on(&tokens[parent], "planner", "planner", &budgets),
        });
    }
    tokens
}

fn agrees(nodes: &[Node], deeds: &[(i64, Deed)]) {
    let world = World::new();
    let tokens = tokens(nodes);
    let mut model = Model { nodes, now: NOON, events: Vec::new() };

    // Every call with the time of its first arrival, made beforehand since permits borrow them.
    let times: Vec<u64> = deeds
        .iter()
        .scan(NOON, |now, (step, _)| {
            *now = now.saturating_add_signed(*step).max(NOON);
            Some(*now)
        })
        .collect();
    let arrivals: Vec<Option<(Arrival, Asked)>> = deeds
        .iter()
        .zip(&times)
        .map(|((_, deed), &now)| match deed {
            Deed::Ask(asked) => {
                let (token, call) = (&tokens[asked.node], asked.call());
                let arrival = world.arrival(token, "planner", &call, now);
                let endorsed = asked.paid.iter().flatten().fold(arrival, |arrival, &endorsement| {
                    let by = key(APPROVERS[endorsement % 3]);
                    let nonce = [endorsement as u8; 16];
                    arrival.with(
                        &token
                            .endorse(
                                &depute::Call::parse(&call).unwrap(),
                                "local",
                                &by,
                                at(NOON),
                                at(NOON + 3600),
                                nonce,
                            )
                            .unwrap(),
                    )
                });
                Some((endorsed, asked.clone()))
            }
            _ => None,
        })
        .collect();

    let mut ledger = MemoryLedger::new(at(NOON)).hold_secs(HOLD_SECS).unwrap().start_here();
    let mut permits: Vec<(usize, Permit<'_>)> = Vec::new();
    let mut sent: Vec<Sent<'_>> = Vec::new();
    for (place, ((_, deed), &now)) in deeds.iter().zip(&times).enumerate() {
        match deed {
            Deed::Ask(_) | Deed::AskAgain(_) => {
                let asked = match deed {
                    Deed::AskAgain(index) if place > 0 => index.index(place),
                    _ => place,
                };
                let Some((arrival, request)) = &arrivals[asked] else { continue };
                let Ok(verified) = world.verifier.check(arrival.presentation.as_bytes(), &arrival.call, at(now)) else {
                    continue; // too old to come again
                };
                model.advance(now);
                let stale = verified.check_time(at(model.now)).is_err();
                let charged = ledger.charge(verified, at(now));
                let answer = match &charged {
                    Ok(_) => Answer::Permit,
                    Err(denied) if denied.code() == Code::ProofReplayed => Answer::Replayed,
                    Err(denied) if denied.code() == Code::EndorsementUsed => {
                        let used = denied.approvers()[0];
                        let approver = APPROVERS.iter().position(|name| key(name).verifying_key() == used).unwrap();
                        Answer::Used { approver }
                    }
                    Err(denied) if denied.code() == Code::BudgetExhausted => {
                        Answer::Exhausted { link: denied.link().unwrap(), value: denied.value().unwrap().to_owned() }
                    }
                    Err(denied) => {
                        assert!(stale, "{denied}");
                        continue;
                    }
                };
                assert_eq!(answer, model.ask(asked, request), "deed {place}: {request:?}");
                permits.extend(charged.ok().map(|permit| (asked, permit)));
            }
            Deed::Send(index) if !permits.is_empty() => {
                let (arrival, permit) = permits.swap_remove(index.index(permits.len()));
                model.advance(now);
                let outcome = ledger.send(permit, at(now));
                let held = model.held(arrival);
                assert_eq!(outcome.is_ok(), held.is_some(), "deed {place}");
                held.into_iter().for_each(|event| event.state = State::Spent);
                sent.extend(outcome.ok());
            }
            Deed::Release(index) if !permits.is_empty() => {
                let (arrival, permit) = permits.swap_remove(index.index(permits.len()));
                ledger.release(permit);
                model.held(arrival).into_iter().for_each(|event| event.state = State::GivenBack);
            }
            Deed::Forget(index) if !permits.is_empty() => drop(permits.swap_remove(index.index(permits.len()))),
            Deed::Settle(index) if !sent.is_empty() => ledger.settle(sent.swap_remove(index.index(sent.len()))),
            _ => {}
        }
        assert!(model.conserves(), "deed {place}");
    }
}

/// What random trees seldom hold: endorsements below one link that two nodes are, and a refusal that burns nothing.
#[test]
fn endorsements_are_burned_below_the_link_that_they_are_for() {
    let calls = |limit| Budget { limit, sum: false, only_book: false, window_secs: None, account: false };
    let root = Node { parent: None, budgets: vec![calls(4)] };
    let twin = Node { parent: Some(0), budgets: vec![] };
    let other = Node { parent: Some(0), budgets: vec![calls(3)] };
    let nodes = [root.clone(), root, twin.clone(), twin, other];
    let pay = |(node, paid)| (0, Deed::Ask(Asked { node, book: false, price: 1, paid: Some(paid) }));
    let deeds =
        [(2, [0, 1]), (3, [0, 2]), (3, [5, 2]), (3, [5, 4]), (4, [0, 1]), (4, [3, 1]), (4, [3, 5]), (0, [0, 1])];
    agrees(&nodes, &deeds.map(pay));
}

/// What random trees seldom hold: two sub-agents' links that say the same are one link with one counter.
#[test]
fn siblings_that_say_the_same_are_one_link() {
    let calls = |limit| Budget { limit, sum: false, only_book: false, window_secs: None, account: false };
    let root = Node { parent: None, budgets: vec![] };
    let twin = Node { parent: Some(0), budgets: vec![calls(2)] };
    let other = Node { parent: Some(0), budgets: vec![calls(3)] };
    let nodes = [root.clone(), root, twin.clone(), twin, other];
    let ask = |node| (0, Deed::Ask(Asked { node, book: false, price: 0, paid: None }));
    agrees(&nodes, &[2, 3, 2, 3, 4, 4, 4, 4].map(ask));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    /// Some ten thousand calls.
    #[test]
    fn agrees_with_the_model_and_conserves_on_random_trees(
        (nodes, deeds) in forest().prop_flat_map(|nodes| {
            let deeds = prop::collection::vec((step(), deed(nodes.len())), 40..90);
            (Just(nodes), deeds)
        })
    ) {
        agrees(&nodes, &deeds);
    }
}
