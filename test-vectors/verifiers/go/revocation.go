package main

import "slices"

// Statement is a signed word that something no longer counts (revocation.md, "Statements").
type Statement struct {
	envelope
	id     string
	signer Key
	kind   uint64
	target string  // the id of a link or of a statement
	key    Key     // of every other kind
	name   *string // the line of a task or an organization; the sub of an authorizer
}

// The kinds of targets.
const (
	targetLink = iota
	targetKey
	targetTask
	targetOrganization
	targetAuthorizer
	targetLift
)

// List is a numbered, signed list of statements (revocation.md, "Lists").
type List struct {
	envelope
	id         string
	key        Key
	next       int64
	issued     int64
	number     uint64
	statements []*Statement
}

const listBytes = 1 << 20

func (r *reader) statement() *Statement {
	s := &Statement{envelope: r.envelope()}
	s.claims(func(r *reader, key int64) {
		switch key {
		case 1:
			s.signer = newKey(r.bytes())
		case 6:
			r.time()
		case mandateClaim:
			r.target(s)
		default:
			refuse("field_unknown")
		}
	}, func(seen map[int64]bool) { require(seen, 1, 6, mandateClaim) })
	s.id = string(blake3ID("depute v1 revocation id", s.sigStructure("depute/revocation")))
	return s
}

func (r *reader) target(s *Statement) {
	members := r.array()
	refuseIf(members < 2 || members > 3, "value_invalid")
	s.kind = r.uint()
	refuseIf(s.kind > targetLift, "field_unknown")
	isNamed := s.kind == targetTask || s.kind == targetOrganization
	refuseIf(s.kind != targetAuthorizer && isNamed != (members == 3), "value_invalid")
	if s.kind == targetLink || s.kind == targetLift {
		s.target = string(r.sized(32))
		return
	}
	s.key = newKey(r.bytes())
	if members == 3 {
		var name string
		if isNamed {
			name = r.line()
		} else {
			name = judgeName(r.text(), true)
		}
		s.name = &name
	}
}

func readList(content []byte) *List {
	refuseIf(len(content) > listBytes, "limit_exceeded")
	r := &reader{data: content}
	refuseIf(r.versioned() != 1, "value_invalid")
	list := &List{envelope: r.envelope()}
	list.claims(func(r *reader, key int64) {
		switch key {
		case 1:
			list.key = newKey(r.bytes())
		case 4:
			list.next = r.time()
		case 6:
			list.issued = r.time()
		case mandateClaim:
			require(r.fields(r.mapHead(), func(key int64) { list.field(r, key) }), 1, 2)
		default:
			refuse("field_unknown")
		}
	}, func(seen map[int64]bool) {
		require(seen, 1, 4, 6, mandateClaim)
		refuseIf(list.next <= list.issued, "value_invalid")
		refuseIf(list.next-list.issued > 2592000, "limit_exceeded")
	})
	r.end()
	list.id = string(blake3ID("depute v1 list id", list.sigStructure("depute/list")))
	return list
}

// field reads the number of a list, or its statements.
func (list *List) field(r *reader, key int64) {
	switch key {
	case 1:
		list.number = r.uint()
		refuseIf(list.number == 0, "value_invalid")
		refuseIf(list.number > maxExact, "limit_exceeded")
	case 2:
		count := r.array()
		refuseIf(count > 4096, "limit_exceeded")
		ids := map[string]bool{}
		for range count {
			statement := r.statement()
			refuseIf(ids[statement.id], "duplicate_item")
			ids[statement.id] = true
			list.statements = append(list.statements, statement)
		}
	default:
		refuse("field_unknown")
	}
}

// Memory is what a verifier remembers (revocation.md, "What a verifier remembers").
type Memory struct {
	newest     map[Key]*List
	statements map[string]*Statement
	lifts      map[string][]*Statement // by the statement that they lift
}

func newMemory() *Memory {
	return &Memory{map[Key]*List{}, map[string]*Statement{}, map[string][]*Statement{}}
}

// takeIn takes a list in whole, or refuses it and changes nothing. A list that
// the operator chose himself needs no trust entry.
func (m *Memory) takeIn(list *List, chosen bool, trust []*Entry, now int64) {
	named := func(entry *Entry) bool { return slices.Contains(entry.listKeys, list.key) }
	refuseIf(!chosen && !slices.ContainsFunc(trust, named), "list_untrusted")
	refuseIf(!isSigned(list.key, list.sigStructure("depute/list"), list.signature), "signature_invalid")
	refuseIf(list.issued > now+skewLimit, "issued_in_future")
	if newest := m.newest[list.key]; newest != nil {
		refuseIf(list.number < newest.number, "list_rolled_back")
		refuseIf(list.number == newest.number && list.id != newest.id, "list_forked")
	}
	var fresh []*Statement
	for _, s := range list.statements {
		refuseIf(!isSigned(s.signer, s.sigStructure("depute/revocation"), s.signature), "signature_invalid")
		if m.statements[s.id] == nil {
			fresh = append(fresh, s)
		}
	}
	refuseIf(len(m.statements)+len(fresh) > 65536, "limit_exceeded")
	m.newest[list.key] = list
	for _, s := range fresh {
		m.statements[s.id] = s
		if s.kind == targetLift {
			m.lifts[s.target] = append(m.lifts[s.target], s)
		}
	}
}

// isFresh: revocation.md, "Fresh".
func (v *verification) isFresh(listKey Key) bool {
	list, policy := v.memory.newest[listKey], v.verifier
	return list != nil && list.issued <= v.now+policy.skew &&
		v.now <= list.issued+policy.staleness+policy.skew && v.now < list.next+policy.skew
}

// hasStanding: revocation.md, "Standing"; the holders are those of the first links.
func (v *verification) hasStanding(signer Key, holders int) bool {
	holds := func(link *Link) bool { return link.holder == signer }
	return signer == v.token.links[0].issuer || slices.Contains(v.entry.revokers, signer) ||
		slices.ContainsFunc(v.token.links[:holders], holds)
}

// isLifted: revocation.md, "Lifts". Of an approver of link zero the root key
// lifts its own statements only.
func (v *verification) isLifted(s *Statement, ofLinkZero bool) bool {
	counts := func(lift *Statement) bool {
		aboutSigner := s.key == lift.signer && (s.kind == targetKey || s.kind == targetAuthorizer && s.name == nil)
		if s.kind == targetLink || aboutSigner {
			return false
		}
		if slices.Contains(v.entry.revokers, s.signer) {
			return slices.Contains(v.entry.revokers, lift.signer)
		}
		return lift.signer == s.signer || lift.signer == v.token.links[0].issuer && !ofLinkZero
	}
	return slices.ContainsFunc(v.memory.lifts[s.id], counts)
}

// isRevoked says whether a statement that counts names what it is asked for.
func (v *verification) isRevoked(holders int, names func(*Statement) bool) bool {
	for _, s := range v.memory.statements {
		if names(s) && v.hasStanding(s.signer, holders) && !v.isLifted(s, false) {
			return true
		}
	}
	return false
}

// isApproverRevoked says so of an approver whom a clause of a link names.
func (v *verification) isApproverRevoked(approver Key, link int) bool {
	for _, s := range v.memory.statements {
		if s.kind == targetKey && s.key == approver && !v.isLifted(s, link == 0) &&
			(s.signer == approver || v.hasStanding(s.signer, max(link-1, 0))) {
			return true
		}
	}
	return false
}

// revocation is the step of that name (revocation.md, "The step").
func (v *verification) revocation() {
	if v.verifier.revocations == revocationsRequired {
		stale := func(key Key) bool { return !v.isFresh(key) }
		fault := len(v.entry.listKeys) == 0 || slices.ContainsFunc(v.entry.listKeys, stale)
		v.deny(fault, "revocation", "revocation_stale", noLink)
	}
	root := v.token.links[0]
	ofRoot := func(kind uint64, stated *string) bool {
		return v.isRevoked(0, func(s *Statement) bool {
			return s.kind == kind && s.key == root.issuer && sameText(s.name, stated)
		})
	}
	fault := ofRoot(targetAuthorizer, root.subject) ||
		root.organization != nil && ofRoot(targetOrganization, root.organization) ||
		root.task != nil && ofRoot(targetTask, root.task)
	v.deny(fault, "revocation", "revoked", 1)
	for i, link := range v.token.links {
		id := string(v.token.ids[i])
		fault := v.isRevoked(i+1, func(s *Statement) bool {
			return s.kind == targetLink && s.target == id || s.kind == targetKey && s.key == link.holder
		})
		v.deny(fault, "revocation", "revoked", i+1)
	}
}

func sameText(a, b *string) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}
