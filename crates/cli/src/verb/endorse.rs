//! `endorse`: somebody whom a clause names approves one call. Whoever approves is shown what is signed, and asked.

use std::collections::BTreeSet;

use depute::{Call, Denied, Endorsable, Endorsement, Kind, Need, Policy, Presentation, Token, UnixTime};
use depute::{Code, Hex, Signer, VerifyingKey};
use serde_json::json;

use super::{present, product, tree, verdict};
use crate::cli::Endorse;
use crate::failure::Failure;
use crate::home::Home;
use crate::names::Names;
use crate::out::{Out, quoted};
use crate::{audience, call_arg, consent, host, input, keys, revocations, secret, trust_file, when};

pub(crate) fn run(args: &Endorse, out: &mut Out) -> Result<u8, Failure> {
    let home = Home::find()?;
    let names = Names::load(&home)?;
    let call = call_arg::required(&args.call)?;
    // What looks like a secret is cut from every output, and nobody approves what was not shown whole.
    secret::refuse_in(call.canonical())?;
    let audience = audience::one(args.aud.as_deref())?;
    let ttl = when::duration_secs(&args.ttl).map_err(|failure| failure.within("--ttl"))?;
    let (token, given) = token(args)?;

    // By the approver's own trust first: nobody is asked to approve what would be refused anyway.
    let life_secs = args.trust.life_secs()?;
    let trust = trust_file::resolve(&home, &names, out, &args.trust.trust)?;
    let verifier = revocations::verifier(&home, &args.revocation, trust, |revocations| {
        let policy = Policy::new(&audience, revocations)?.life_secs(life_secs)?;
        Ok(if call.http().is_some() { policy.http() } else { policy })
    })?;
    let endorsable =
        verifier.check_endorsable(token.as_bytes(), &call, host::now()?).map_err(|denied| refused(&denied, &names))?;
    let key = keys::signing_key(&home, out, "--as", args.approver.as_deref())?;
    let approver = key.verifying_key();
    check_approver(&endorsable, &approver, &names)?;
    // A passphrase takes its time; from here on what is shown is what is signed.
    let now = host::now()?;
    let expires = UnixTime::from_secs(now.as_secs().saturating_add(ttl))?;
    let endorsement = token.prepare_endorsement(&call, &audience, &approver, now, expires, host::random()?)?;

    let asked = Asked { call: &call, audience: &audience, token: &token, given: &given, endorsable: &endorsable, now };
    if !(args.yes && out.is_json()) {
        out.show(&asked.text(&approver, &names, expires));
    }
    consent::required(out, &asked.question(&approver, &names), args.yes)?;
    if host::now()? >= expires {
        return Err(Failure::new(
            Code::ApprovalMissing,
            "the question stood longer than the endorsement would have counted",
        )
        .hint("type the command again"));
    }
    let signature = key.sign(endorsement.to_sign()).map_err(|_| Failure::new(Code::SignerFailed, "no signature"))?;
    let endorsement = endorsement.finish(signature.as_bytes())?;
    let about = json!({
        "signer": approver.to_string(),
        "audience": audience,
        "call": serde_json::from_str::<serde_json::Value>(&call.to_json()).unwrap_or_default(),
        "call_digest": product::hex(call.digest()),
        "leaf": endorsable.link_ids.last().map(product::hex),
        "issued_at": now.to_string(),
        "expires": expires.to_string(),
    });
    product::hand_over(out, args.output.as_deref(), "endorsement", &endorsement.to_text(), about)
}

/// The token that the call is to be made with, and the endorsements that came with it.
fn token(args: &Endorse) -> Result<(Token, Vec<Endorsement>), Failure> {
    let text = input::object(&args.token)?;
    if Kind::of(&text) == Some(Kind::Presentation) {
        let presentation = Presentation::from_text(&text)?;
        return Ok((presentation.unverified_token()?, presentation.unverified_endorsements()?));
    }
    Ok((Token::from_text(&text)?, Vec::new()))
}

/// Why the call would be refused even if it were approved, in the reader's own names.
fn refused(denied: &Denied, names: &Names) -> Failure {
    let petname = |key: &VerifyingKey| names.name(key).map(str::to_owned);
    let explanation = denied.explain(&petname);
    let place = denied.link().map_or_else(String::new, |link| format!(" at link {link} of {}", denied.links()));
    Failure::new(denied.code(), format!("this call would be refused{place}: {}", explanation.fault()))
        .hint(explanation.fix())
}

/// Refuses a key whose endorsement would not count.
fn check_approver(endorsable: &Endorsable, approver: &VerifyingKey, names: &Names) -> Result<(), Failure> {
    let name = names.shown(approver);
    if endorsable.needs.is_empty() {
        return Err(Failure::usage("this call needs no approval").hint("it can be presented as it is"));
    }
    if endorsable.may_approve(approver) {
        return Ok(());
    }
    let eligible = endorsable.needs.iter().flat_map(|need| &need.eligible);
    let mut eligible: Vec<String> = eligible.map(|key| names.shown(key)).collect();
    eligible.sort();
    eligible.dedup();
    let message = if endorsable.holders.contains(approver) {
        format!("{name} holds a link of this token, and nobody approves their own call")
    } else {
        format!("{name} is not among those who may approve this call")
    };
    Err(Failure::usage(message).hint(format!("{} may", eligible.join(", "))))
}

/// What is put before the approver.
struct Asked<'a> {
    call: &'a Call,
    audience: &'a str,
    token: &'a Token,
    given: &'a [Endorsement],
    endorsable: &'a Endorsable,
    now: UnixTime,
}

impl Asked<'_> {
    /// What is approved by whom, once more: long arguments may have pushed it off the screen, or look like lines of their own.
    fn question(&self, approver: &VerifyingKey, names: &Names) -> String {
        let (action, digest) = (quoted(self.call.action()), product::hex(self.call.digest()));
        format!(
            "approve {action} with digest {digest} at {} as {}? [y/N]",
            quoted(self.audience),
            names.shown(approver)
        )
    }

    /// Everything that is signed, and for whom: the arguments whole and as they are signed, since they are what is approved.
    fn text(&self, approver: &VerifyingKey, names: &Names, expires: UnixTime) -> String {
        let Endorsable { authorizer, holders, link_ids, needs, revocation, .. } = self.endorsable;
        let mut lines = Vec::new();
        let mut whole = |word, text: String| {
            // Letters that look alike, or are written from the right, are told apart by their numbers.
            let in_ascii = (!text.is_ascii()).then(|| ("in ASCII", ascii(&text)));
            lines.extend([(word, text)].into_iter().chain(in_ascii));
        };
        whole("action", quoted(self.call.action()));
        whole("arguments", self.call.args().to_json());
        if let Some(http) = self.call.http() {
            whole("request", format!("{} {}", http.method(), http.target()));
            whole(
                "body",
                format!("{}, the digest: what the request carries is not shown here", Hex(http.body_digest())),
            );
        }
        whole("digest", product::hex(self.call.digest()));
        whole("audience", quoted(self.audience));
        lines.push(("chain", verdict::chain(authorizer, holders.iter().copied(), names)));
        lines.push(("checked", format!("revocation {revocation}")));
        let links = self.token.unverified_links();
        lines.extend(links.iter().map(tree::said).filter(|said| !said.is_empty()).map(|said| ("it says", said)));
        let before = std::iter::once(None).chain(needs.iter().map(Some));
        let words = before.zip(needs).map(|(before, need)| match before {
            Some(before) if (before.link, before.clause) == (need.link, need.clause) => "and",
            Some(before) if before.link == need.link => "or",
            _ => "needs",
        });
        lines.extend(words.zip(needs).map(|(word, need)| (word, needed(need, approver, names))));
        let leaf_id = link_ids.last().copied().unwrap_or_default();
        // An endorsement that will not count is no approval, whoever sent it along.
        let counts = |given: &&Endorsement| {
            let fault = present::fault(given, &leaf_id, self.call.digest(), self.audience, self.now);
            fault.is_none() && self.endorsable.may_approve(&given.unverified_signer())
        };
        let approved: BTreeSet<_> = self.given.iter().filter(counts).map(Endorsement::unverified_signer).collect();
        lines.extend(approved.iter().map(|signer| ("approved", format!("by {}", names.shown(signer)))));
        lines.push(("until", when::local(expires)));
        lines.iter().map(|(word, text)| format!("{word:<9}  {text}")).collect::<Vec<_>>().join("\n")
    }
}

/// `2 of carol (you), dave   link 1, set by alice`
fn needed(need: &Need, approver: &VerifyingKey, names: &Names) -> String {
    let eligible = need.eligible.iter().map(|key| {
        let you = if key == approver { " (you)" } else { "" };
        format!("{}{you}", names.shown(key))
    });
    let eligible: Vec<String> = eligible.collect();
    let setter = verdict::setter_shown(&need.set_by, names);
    format!("{} of {}   link {}, set by {setter}", need.approval.threshold(), eligible.join(", "), need.link)
}

/// JSON with every letter beyond ASCII escaped.
fn ascii(json: &str) -> String {
    let mut units = [0; 2];
    json.chars().fold(String::with_capacity(json.len()), |mut text, c| {
        if c.is_ascii() {
            text.push(c);
        } else {
            text.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn ascii_names_letters_by_their_numbers() {
        assert_eq!(super::ascii(r#"{"to":"ops"}"#), r#"{"to":"ops"}"#);
        assert_eq!(super::ascii("\"а\u{5d0}🛫\\n\""), "\"\\u0430\\u05d0\\ud83d\\udeeb\\n\"");
    }
}
