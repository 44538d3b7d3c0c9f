package main

import (
	"encoding/hex"
	"slices"
)

// verification is one judgement (verify.md, "The checks").
type verification struct {
	verifier *Verifier
	memory   *Memory
	now      int64
	call     *Call
	digest   []byte
	*Presentation
	entry     *Entry
	accepting [][]*Clause  // of link zero and each link
	validity  map[int]bool // of the endorsements that were judged
	counted   map[int]bool // endorsements, by their place
	charges   []charge
}

// charge is what a call owes to one budget (verify.md, "What is owed").
type charge struct {
	counter       []byte
	amount, limit uint64
	window        uint64
}

const noLink = -1

// deny refuses at a step and a link.
func (v *verification) deny(fault bool, step, code string, link int) {
	if !fault {
		return
	}
	refusal := &Refusal{Code: code, Step: step}
	if link != noLink {
		refusal.Link = &link
	}
	panic(refusal)
}

// inStep does the work and notes the step in a refusal.
func inStep(step string, work func()) {
	if refusal := caught(work); refusal != nil {
		refusal.Step = step
		panic(refusal)
	}
}

// verify judges a presentation with the call that is about to run.
func verify(verifier *Verifier, memory *Memory, presentation, call []byte, now int64) *verification {
	if verifier.revocations == revocationsNone {
		memory = newMemory()
	}
	v := &verification{verifier: verifier, memory: memory, now: now,
		validity: map[int]bool{}, counted: map[int]bool{}}
	inStep("form", func() {
		v.call = readCall(call)
		refuseIf(verifier.isHTTP != (v.call.HTTP != nil), "call_invalid")
		v.Presentation = readPresentation(presentation)
	})
	v.digest = v.call.digest()
	v.root()
	v.structure()
	v.time()
	if verifier.revocations != revocationsNone {
		v.revocation()
	}
	v.signatures()
	inStep("grants", v.grants)
	inStep("requirements", v.requirements)
	inStep("owed", v.owed)
	return v
}

func (v *verification) root() {
	root := v.token.links[0]
	var trusted trustedKey
	for _, entry := range v.verifier.trust {
		for _, key := range entry.keys {
			if key.key == root.issuer {
				v.entry, trusted = entry, key
			}
		}
	}
	v.deny(v.entry == nil, "root", "root_untrusted", 1)
	v.deny(!trusted.counts(root.issued) || !trusted.counts(v.now), "root", "root_interval", 1)
	v.deny(!v.entry.speaksFor(root.subject), "root", "subject_not_allowed", 1)
}

// speaksFor says whether an entry may speak for a sub, or for its own key.
func (e *Entry) speaksFor(subject *string) bool {
	if subject == nil {
		return len(e.subjects) == 0
	}
	return slices.ContainsFunc(e.subjects, func(allowed *Limit) bool {
		return caught(func() { judgeLimit(allowed, *subject, "") }) == nil
	})
}

// structure judges each link by what its parents leave it (verify.md, notes
// "Depth" and "Effective").
func (v *verification) structure() {
	root := v.token.links[0]
	follow, audiences, end, start := 0, root.audiences, *root.expires, root.issued
	for i, link := range v.token.links {
		deny := func(fault bool, code string) { v.deny(fault, "structure", code, i+1) }
		if i > 0 {
			deny(follow == 0, "depth_exceeded")
			follow--
			deny(link.depth != nil && *link.depth > follow, "depth_exceeded")
		}
		if link.depth != nil {
			follow = *link.depth
		}
		for _, audience := range link.audiences {
			deny(!slices.Contains(audiences, audience), "audience_widened")
		}
		if link.audiences != nil {
			audiences = link.audiences
		}
		deny(link.expires != nil && *link.expires > end, "window_widened")
		deny(link.notBefore != nil && *link.notBefore < start, "window_widened")
		if link.expires != nil {
			end = *link.expires
		}
		if link.notBefore != nil {
			start = *link.notBefore
		}
		for _, budget := range link.budgets {
			deny(budget.ledger == "" && len(audiences) > 1, "budget_home_unclear")
			deny(budget.ledger != "" && budget.ledger != v.verifier.ledger, "ledger_elsewhere")
		}
	}
	last := len(v.token.links)
	v.deny(!slices.Contains(audiences, v.verifier.audience), "structure", "audience_mismatch", last)
	v.deny(v.proof.audience != v.verifier.audience, "structure", "proof_audience_mismatch", last)
}

func (v *verification) time() {
	deny := func(fault bool, code string, link int) { v.deny(fault, "time", code, link) }
	root, skew := v.token.links[0], v.verifier.skew
	deny(root.issued > v.now+skew, "issued_in_future", 1)
	for i, link := range v.token.links {
		deny(link.notBefore != nil && *link.notBefore > v.now+skew, "not_yet_valid", i+1)
		deny(link.expires != nil && v.now >= *link.expires+skew, "expired", i+1)
		if i == 0 {
			deny(*root.expires-root.issued > v.verifier.life, "life_too_long", 1)
		}
	}
	last := len(v.token.links)
	deny(v.proof.issued > v.now+skew, "proof_in_future", last)
	deny(v.now > v.proof.issued+v.verifier.age+skew, "proof_stale", last)
}

// signatures judges those of the links, then the proof's.
func (v *verification) signatures() {
	issuer := v.token.links[0].issuer
	for i, link := range v.token.links {
		genuine := isSigned(issuer, v.token.signedBytes(i), link.signature)
		v.deny(!genuine, "signatures", "signature_invalid", i+1)
		issuer = link.holder
	}
	message := v.proof.sigStructure("depute/proof", v.token.leafID(), v.digest)
	v.deny(!isSigned(issuer, message, v.proof.signature), "proof", "proof_mismatch", len(v.token.links))
}

// grants finds the accepting clauses of link zero and of each link.
func (v *verification) grants() {
	for i := range len(v.token.links) + 1 {
		inLink(i, func() {
			accepting, refusal := v.accepted(v.clausesOf(i))
			if len(accepting) == 0 {
				panic(refusal)
			}
			v.accepting = append(v.accepting, accepting)
		})
	}
}

func (v *verification) clausesOf(link int) []*Clause {
	if link == 0 {
		return v.entry.clauses
	}
	return v.token.links[link-1].clauses
}

// accepted gives the accepting clauses, and what the last one whose pattern
// accepts the action refuses (verify.md, "Which clause is reported").
func (v *verification) accepted(clauses []*Clause) (accepting []*Clause, reported *Refusal) {
	for _, clause := range clauses {
		refusal := caught(func() { judgeClause(clause, v.call) })
		if refusal == nil {
			accepting = append(accepting, clause)
		} else if reported == nil || clause.action.accepts(v.call.Action) {
			reported = refusal
		}
	}
	return accepting, reported
}

// requirements takes an accepting clause of each link without any, so that no
// endorsement is used up for what is free; else the first that has all of its own met.
func (v *verification) requirements() {
	for i, accepting := range v.accepting {
		inLink(i, func() {
			if slices.ContainsFunc(accepting, func(c *Clause) bool { return len(c.requirements) == 0 }) {
				return
			}
			unmet := ""
			for _, clause := range accepting {
				var taken []int
				if taken, unmet = v.meet(clause, i); unmet == "" {
					for _, place := range taken {
						v.counted[place] = true
					}
					return
				}
			}
			refuse(unmet)
		})
	}
}

// meet gives the endorsements that meet a clause's requirements, or the code of
// the first that is not met.
func (v *verification) meet(clause *Clause, link int) (taken []int, unmet string) {
	for _, requirement := range clause.requirements {
		if requirement.number != 1 {
			return nil, "requirement_unsupported"
		}
		approvals := v.approvals(requirement, link)
		if len(approvals) < requirement.needed {
			return nil, "approval_missing"
		}
		taken = append(taken, approvals...)
	}
	return taken, ""
}

// approvals goes through the endorsements until enough are found (verify.md, "Requirements").
func (v *verification) approvals(requirement *Requirement, link int) (taken []int) {
	signers := map[Key]bool{}
	for place, endorsement := range v.endorsements {
		signer := endorsement.signer
		if len(taken) < requirement.needed && slices.Contains(requirement.approvers, signer) && !signers[signer] &&
			!v.isApproverRevoked(signer, link) && v.isValid(place) {
			signers[signer] = true
			taken = append(taken, place)
		}
	}
	return taken
}

// isValid judges an endorsement by itself, once.
func (v *verification) isValid(place int) bool {
	e, skew := v.endorsements[place], v.verifier.skew
	valid, judged := v.validity[place]
	if !judged {
		valid = !v.token.holds(e.signer) && e.audience == v.verifier.audience &&
			e.issued <= v.now+skew && v.now < e.expires+skew && isSigned(e.signer, v.endorsed(place), e.signature)
		v.validity[place] = valid
	}
	return valid
}

// endorsed are the bytes that an endorsement signs.
func (v *verification) endorsed(place int) []byte {
	return v.endorsements[place].sigStructure("depute/endorsement", v.token.leafID(), v.digest)
}

// endorsementIDs are those of the counted, in the order of the presentation.
func (v *verification) endorsementIDs() []string {
	ids := []string{}
	for place := range v.endorsements {
		if v.counted[place] {
			ids = append(ids, hex.EncodeToString(blake3ID("depute v1 endorsement id", v.endorsed(place))))
		}
	}
	return ids
}

// owed finds the charges, root to leaf (verify.md, "What is owed").
func (v *verification) owed() {
	for i, link := range v.token.links {
		inLink(i+1, func() {
			for index, budget := range link.budgets {
				if budget.action == nil || budget.action.accepts(v.call.Action) {
					v.charges = append(v.charges, charge{v.counter(i, index), v.amount(budget), budget.limit, budget.window})
				}
			}
		})
	}
}

// amount is 1, or the millionths of the argument that is summed.
func (v *verification) amount(budget *Budget) uint64 {
	if budget.sum == nil {
		return 1
	}
	amount, valid := millionths(v.call.Args[*budget.sum])
	judgeAt(!valid, "amount_invalid", printName(*budget.sum))
	return amount
}

// counter is the id of the counter of a budget: its place, or what an account names.
func (v *verification) counter(link, index int) []byte {
	budget := v.token.links[link].budgets[index]
	var name []byte
	optional := func(text *string) {
		if text == nil {
			name = append(name, 0)
		} else {
			name = appendText(name, *text)
		}
	}
	if budget.account == nil {
		name = appendHead(name, kindArray, 2)
		name = appendBytes(name, v.token.ids[link])
		name = appendHead(name, kindUint, uint64(index))
	} else {
		name = appendHead(name, kindArray, 7)
		name = appendText(name, v.entry.name)
		optional(v.token.links[0].subject)
		optional(budget.account)
		optional(budget.sum)
		if budget.action == nil {
			name = appendHead(name, kindArray, 0)
		} else {
			name = append(name, budget.action.wire...)
		}
		optional(budget.unit)
		name = appendHead(name, kindUint, budget.window)
	}
	return blake3ID("depute v1 counter id", name)
}
