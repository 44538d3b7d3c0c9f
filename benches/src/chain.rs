//! The benchmark grant: a chain of so many links, one call, and everything signed on the way.

use depute::{
    Call, Delegation, Grant, Mint, Policy, Prepared, Presentation, Revocations, Signer, SigningKey, Token, Trust,
    TrustEntry, UnixTime, Verifier, VerifyingKey,
};

use crate::raw::Signed;

/// The audience, of 14 characters.
pub(crate) const AUDIENCE: &str = "files.internal";
const NOW_SECS: u64 = 1_800_000_000;
const LIFE_SECS: u64 = 3600;
/// What the root link states: room for the longest chain.
const DEPTH: u64 = 15;
const CTI: [u8; 8] = [7; 8];
const NONCE: [u8; 16] = [9; 16];

/// The benchmark grant at one depth: the root allows `fs.read(path under "/data", amount <= 100)` for one hour at one
/// audience; each further link narrows the path by one segment of one letter and says nothing else.
#[derive(Clone)]
pub struct Chain {
    links: usize,
    token: Token,
    /// Every signature of the token, root first.
    signed: Vec<Signed>,
}

impl Chain {
    /// A chain of so many links, 1 to 16.
    pub fn new(links: usize) -> Chain {
        let mut chain = Chain::root(CTI);
        while chain.links < links {
            let delegation = Chain::delegation(&chain.token, &chain.next_holder(), Chain::grant(chain.links + 1));
            let (token, link) = signed(chain.links, delegation.prepare(Chain::now()).expect("a further link"));
            chain.signed.push(link);
            chain = Chain { links: chain.links + 1, token, signed: chain.signed };
        }
        chain
    }

    /// A chain of one link, told apart from others by these bytes.
    pub(crate) fn root(cti: [u8; 8]) -> Chain {
        let (token, root) = signed(0, Chain::mint().prepare(&key(0), Chain::now(), cti).expect("the root link"));
        Chain { links: 1, token, signed: vec![root] }
    }

    /// When everything happens.
    pub fn now() -> UnixTime {
        UnixTime::from_secs(NOW_SECS).expect("a time in range")
    }

    /// The root link in the making, its grant parsed.
    pub(crate) fn mint() -> Mint {
        let mint = Mint::new(&key(1)).grant(Chain::grant(1)).depth(DEPTH).expires_in(LIFE_SECS);
        mint.audience(AUDIENCE).expect("an audience")
    }

    /// A further link in the making.
    pub(crate) fn delegation<'t>(token: &'t Token, holder: &VerifyingKey, grant: Grant<'static>) -> Delegation<'t> {
        token.delegate(holder).grant(grant)
    }

    /// The grant of the link of this number, parsed.
    pub(crate) fn grant(number: usize) -> Grant<'static> {
        Grant::parse(&Chain::text(number)).expect("the benchmark grant")
    }

    /// The text of that grant.
    pub(crate) fn text(number: usize) -> String {
        match number {
            1 => r#"allow fs.read(path under "/data", amount <= 100)"#.into(),
            _ => format!("allow fs.read(path under \"{}\", ..)", Chain::folder(number)),
        }
    }

    /// What the link of this number allows to read.
    pub(crate) fn folder(number: usize) -> String {
        format!("/data{}", "/a".repeat(number - 1))
    }

    /// The token.
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// The key of the next holder, to whom the last one may delegate.
    pub(crate) fn next_holder(&self) -> VerifyingKey {
        key(self.links + 1)
    }

    /// The last holder's secret key.
    pub(crate) fn holder(&self) -> SigningKey {
        SigningKey::from_seed(&seed(self.links))
    }

    /// The authorizer's secret key.
    pub(crate) fn authorizer() -> SigningKey {
        SigningKey::from_seed(&seed(0))
    }

    /// A call that every link allows.
    pub fn call(&self) -> Call {
        Chain::call_of(&Chain::folder(self.links), 50)
    }

    pub(crate) fn call_of(folder: &str, amount: u32) -> Call {
        Call::from_json(&Chain::call_json(folder, amount)).expect("the benchmark call")
    }

    pub(crate) fn call_json(folder: &str, amount: u32) -> String {
        format!(r#"{{"action":"fs.read","args":{{"path":"{folder}/x.txt","amount":{amount}}}}}"#)
    }

    /// Presents the token with this call.
    pub fn present(&self, call: &Call) -> Presentation {
        self.presented(call).0
    }

    /// Every signature that a verifier of this call's presentation checks: the links', and the proof's.
    pub(crate) fn signatures(&self, call: &Call) -> Vec<Signed> {
        let mut all = self.signed.clone();
        all.push(self.presented(call).1);
        all
    }

    fn presented(&self, call: &Call) -> (Presentation, Signed) {
        let prepared = self.token.prepare_call(call, AUDIENCE, Chain::now(), NONCE).expect("a presentation");
        signed(self.links, prepared)
    }

    /// A verifier that trusts the authorizer with everything.
    pub fn verifier() -> Verifier {
        Chain::verifier_of(["*(..)"])
    }

    /// A verifier whose own grant for the authorizer is these clauses.
    pub(crate) fn verifier_of<'c>(clauses: impl IntoIterator<Item = &'c str>) -> Verifier {
        verifier(0, clauses, AUDIENCE)
    }

    /// A verifier that is another audience.
    pub(crate) fn verifier_elsewhere() -> Verifier {
        verifier(0, ["*(..)"], "mail.internal")
    }

    /// A verifier that trusts somebody else.
    pub(crate) fn stranger() -> Verifier {
        verifier(99, ["*(..)"], AUDIENCE)
    }

    /// Presents the token once more, as in a benchmark.
    pub(crate) fn sign_presentation(&self, call: &Call, holder: &SigningKey) -> Presentation {
        self.token.present(call, AUDIENCE, holder, Chain::now(), NONCE).expect("a presentation")
    }

    /// Signs the root link once more, as in a benchmark.
    pub(crate) fn sign_root(mint: Mint, authorizer: &SigningKey) -> Token {
        mint.sign(authorizer, Chain::now(), CTI).expect("a token")
    }
}

fn verifier<'c>(authorizer: usize, clauses: impl IntoIterator<Item = &'c str>, audience: &str) -> Verifier {
    let entry = TrustEntry::new("alice", key(authorizer));
    let entry = clauses.into_iter().fold(entry, |entry, clause| entry.allow(clause).expect("a clause"));
    let policy = Policy::new(audience, Revocations::None).expect("a policy");
    Verifier::new(Trust::new([entry]).expect("one trust entry"), policy)
}

/// Signs a step with a raw key, so that the floor is the very signature that the step contains.
fn signed<T>(signer: usize, prepared: Prepared<T>) -> (T, Signed) {
    let signed = Signed::new(&seed(signer), prepared.to_sign().bytes());
    (prepared.finish(signed.signature()).expect("the signer's own signature"), signed)
}

/// Keys by number: 0 is the authorizer, each further one the holder of the link of that number.
fn seed(number: usize) -> [u8; 32] {
    *blake3::hash(&number.to_be_bytes()).as_bytes()
}

fn key(number: usize) -> VerifyingKey {
    SigningKey::from_seed(&seed(number)).verifying_key()
}
