//! Who takes part, what each was granted, and the verifier that judges them.

use depute::{
    Mint, Policy, Revocations, Signer, SigningKey, Token, Trust, TrustEntry, UnixTime, Verifier, VerifyingKey,
};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::host;
use crate::names::Names;

/// Who the airline's tool server is, for tokens and proofs.
pub(super) const AUDIENCE: &str = "flights.example";
/// What the verifier allows Alice to permit, whatever her tokens say.
pub(super) const LINK_ZERO: &str = "flights.*(..)";
/// How long ago everybody got their tokens.
const BEGAN_SECS_AGO: u64 = 300;

/// The keys and tokens of one run.
pub(super) struct Cast {
    /// When the tokens were made, and the ledger began to remember.
    pub(super) began: UnixTime,
    pub(super) now: UnixTime,
    pub(super) planner: Member,
    pub(super) scout: Member,
    pub(super) booker: Member,
    pub(super) seats: Member,
    pub(super) mallory: Member,
    pub(super) names: Names,
    pub(super) verifier: Verifier,
    pub(super) alice: VerifyingKey,
    pub(super) trip: Token,
    pub(super) search: Token,
    pub(super) book: Token,
    pub(super) seat: Token,
    /// Another trip's mandate, dearer and to another city.
    pub(super) other_trip: Token,
    /// Yesterday's, so to speak: its window has ended.
    pub(super) old: Token,
}

/// One agent.
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) key: SigningKey,
}

impl Member {
    fn new(name: &'static str) -> Result<Member, Failure> {
        Ok(Member { name, key: SigningKey::from_seed(&Zeroizing::new(host::random()?)) })
    }

    pub(super) fn public(&self) -> VerifyingKey {
        self.key.verifying_key()
    }
}

impl Cast {
    /// Fresh keys and tokens; `day` is the day of the trip.
    pub(super) fn new(now: UnixTime, day: &str) -> Result<Cast, Failure> {
        let began = UnixTime::from_secs(now.as_secs().saturating_sub(BEGAN_SECS_AGO))?;
        let earlier = UnixTime::from_secs(now.as_secs().saturating_sub(2 * 3600))?;
        let [alice, planner, scout] = [Member::new("alice")?, Member::new("planner")?, Member::new("scout")?];
        let [booker, seats, mallory] = [Member::new("booker")?, Member::new("seats")?, Member::new("mallory")?];
        let everyone = [&alice, &planner, &scout, &booker, &seats, &mallory];
        let names = Names::of(everyone.map(|member| (member.name, member.public())));
        let trust = Trust::new([TrustEntry::new("alice", alice.public()).allow(LINK_ZERO)?])?;
        let verifier = Verifier::new(trust, Policy::new(AUDIENCE, Revocations::None)?);

        let trip = |city: &str, most: u64| {
            let book = format!(r#"flights.book(day = "{day}", flight, price <= {most}, to = "{city}")"#);
            Mint::new(&planner.public())
                .allow("flights.search(..)")?
                .allow(&book)?
                .budget(&format!(r#"sum price of flights.book <= {most} "USD""#))?
                .budget("calls <= 20")?
                .depth(1)
                .expires_in(3600)
                .audience(AUDIENCE)?
                .task("T-1042")?
                .intent(&format!("Book one trip to {city}"))
        };
        let root = trip("SFO", 600)?.sign(&alice.key, began, host::random()?)?;
        let other_trip = trip("LAX", 2000)?.sign(&alice.key, began, host::random()?)?;
        let old_root = trip("SFO", 600)?.sign(&alice.key, earlier, host::random()?)?;
        let handed = |root: &Token, holder: &Member, clause: &str, at: UnixTime| {
            let delegation = root.delegate(&holder.public()).allow(clause)?;
            delegation.sign(&planner.key, at).map_err(|refused| super::super::delegate::failure(&refused, &names))
        };
        let booking = "flights.book(price <= 400, ..)";
        let search = handed(&root, &scout, r#"flights.search(to = "SFO", ..)"#, began)?;
        let book = handed(&root, &booker, booking, began)?;
        let seat = handed(&root, &seats, "flights.book(price <= 300, ..)", began)?;
        let old = handed(&old_root, &booker, booking, earlier)?;
        Ok(Cast {
            began,
            now,
            alice: alice.public(),
            trip: root,
            search,
            book,
            seat,
            other_trip,
            old,
            verifier,
            names,
            planner,
            scout,
            booker,
            seats,
            mallory,
        })
    }
}
