package main

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// envelope is a COSE_Sign1 (token.md, "Envelope").
type envelope struct{ payload, signature []byte }

func (r *reader) envelope() envelope {
	refuseIf(r.array() != 4, "envelope_invalid")
	refuseIf(string(r.bytes()) != "\xA1\x01\x32", "envelope_invalid")
	refuseIf(r.mapHead() != 0, "envelope_invalid")
	payload, signature := r.bytes(), r.bytes()
	judgeSignatureForm(signature)
	return envelope{payload, signature}
}

// claims reads the payload as an input of its own; judge judges the keys that
// are there and the rules between them, before what follows.
func (e envelope) claims(field func(r *reader, key int64), judge func(seen map[int64]bool)) {
	r := &reader{data: e.payload}
	judge(r.fields(r.mapHead(), func(key int64) { field(r, key) }))
	r.end()
}

// sigStructure is what the signature covers; kind and ids are the external_aad.
func (e envelope) sigStructure(kind string, ids ...[]byte) []byte {
	external := appendHead(nil, kindArray, uint64(2+len(ids)))
	external = appendHead(appendText(external, kind), kindUint, 1)
	for _, id := range ids {
		external = appendBytes(external, id)
	}
	whole := appendText(appendHead(nil, kindArray, 4), "Signature1")
	whole = appendBytes(whole, []byte("\xA1\x01\x32"))
	return appendBytes(appendBytes(whole, external), e.payload)
}

// Link is one link as it was read (token.md, "Links"); nothing about it is verified.
type Link struct {
	envelope
	issuer             Key
	subject            *string
	audiences          []string
	expires, notBefore *int64
	issued             int64
	holder             Key
	clauses            []*Clause
	depth              *int
	budgets            []*Budget
	task, organization *string
}

const (
	mandateClaim = -65537
	timeLimit    = 253402300800
	lifeLimit    = 2592000
	skewLimit    = 300
)

// hasSecret: token.md, "No secret in a text".
func hasSecret(text string) bool { return strings.Contains(text, "dptsk1_") }

// time reads seconds before the year 10000.
func (r *reader) time() int64 {
	seconds := r.uint()
	refuseIf(seconds >= timeLimit, "limit_exceeded")
	return int64(seconds)
}

// judgeName judges an audience or a sub.
func judgeName(name string, isSubject bool) string {
	refuseIf(hasSecret(name), "secret_refused")
	refuseIf(name == "" || isSubject && strings.HasPrefix(name, "did:"), "value_invalid")
	refuseIf(len(name) > 256, "limit_exceeded")
	refuseIf(hasRefused(name), "character_refused")
	return name
}

// line reads a line of context.
func (r *reader) line() string {
	return judgeLine(r.text())
}

func judgeLine(text string) string {
	refuseIf(hasSecret(text), "secret_refused")
	refuseIf(text == "", "value_invalid")
	refuseIf(utf8.RuneCountInString(text) > 200, "limit_exceeded")
	refuseIf(hasRefused(text), "character_refused")
	return text
}

// audiences reads one text, or an array of several that ascend.
func (r *reader) audiences() []string {
	kind, value := r.head()
	if kind == kindText {
		return []string{judgeName(r.textOf(value), false)}
	}
	refuseIf(kind != kindArray, "cbor_type")
	count := r.length(value)
	refuseIf(count < 2, "value_invalid")
	refuseIf(count > 8, "limit_exceeded")
	var audiences []string
	for i := range count {
		audiences = append(audiences, judgeName(r.text(), false))
		if i > 0 {
			order := compareTexts(audiences[i-1], audiences[i])
			refuseIf(order == 0, "duplicate_item")
			refuseIf(order > 0, "value_invalid")
		}
	}
	return audiences
}

// holder reads cnf: the one map that it can be.
func (r *reader) holder() (holder Key) {
	exact := func(entries int, due []int64, value func(key int64)) {
		found := r.mapHead()
		refuseIf(found != entries, "value_invalid")
		r.fields(found, func(key int64) {
			refuseIf(key != due[0], "value_invalid")
			due = due[1:]
			value(key)
		})
	}
	exact(1, []int64{1}, func(int64) {
		exact(3, []int64{1, -1, -2}, func(key int64) {
			switch key {
			case 1:
				refuseIf(r.uint() != 1, "value_invalid")
			case -1:
				refuseIf(r.uint() != 6, "value_invalid")
			case -2:
				holder = newKey(r.bytes())
			}
		})
	})
	return holder
}

// readLink reads the payload of a link.
func readLink(e envelope, isRoot bool) *Link {
	link := &Link{envelope: e}
	e.claims(func(r *reader, key int64) {
		refuseIf(!isRoot && slices.Contains([]int64{1, 2, 6, 7}, key), "field_unknown")
		switch key {
		case 1:
			link.issuer = newKey(r.bytes())
		case 2:
			subject := judgeName(r.text(), true)
			link.subject = &subject
		case 3:
			link.audiences = r.audiences()
		case 4:
			expires := r.time()
			link.expires = &expires
		case 5:
			notBefore := r.time()
			link.notBefore = &notBefore
		case 6:
			link.issued = r.time()
		case 7:
			r.sized(8)
		case 8:
			link.holder = r.holder()
		case mandateClaim:
			link.mandate(r, isRoot)
		default:
			refuse("field_unknown")
		}
	}, func(seen map[int64]bool) {
		if isRoot {
			require(seen, 3, 1, 6, 7)
		}
		require(seen, 8, mandateClaim)
		link.judgeWindow(isRoot)
	})
	return link
}

// judgeWindow judges the window by itself.
func (link *Link) judgeWindow(isRoot bool) {
	refuseIf(link.notBefore != nil && link.expires != nil && *link.notBefore >= *link.expires, "value_invalid")
	if isRoot {
		refuseIf(link.expires == nil, "field_missing")
		refuseIf(link.notBefore != nil && *link.notBefore < link.issued, "value_invalid")
		refuseIf(*link.expires <= link.issued, "value_invalid")
		refuseIf(*link.expires-link.issued > lifeLimit, "limit_exceeded")
	}
}

// mandate reads what a link allows, and its lines of context.
func (link *Link) mandate(r *reader, isRoot bool) {
	seen := r.fields(r.mapHead(), func(key int64) {
		refuseIf(!isRoot && key >= 7, "field_unknown")
		switch key {
		case 1:
			link.clauses = r.clauses()
		case 2:
			depth := r.uint()
			refuseIf(depth > 15, "limit_exceeded")
			stated := int(depth)
			link.depth = &stated
		case 3:
			link.budgets = r.budgets(isRoot)
		case 4, 5, 6, 9:
			r.line()
		case 7:
			task := r.line()
			link.task = &task
		case 8:
			organization := r.line()
			link.organization = &organization
		case 10:
			refuseIf(r.array() != 4, "value_invalid")
			r.line()
			r.sized(32)
			r.time()
			r.line()
		default:
			refuse("field_unknown")
		}
	})
	refuseIf(!seen[1], "grant_empty")
}

// Token is a chain as it was read, root first, with its ids (token.md, "Ids").
type Token struct {
	links []*Link
	ids   [][]byte
}

// signedBytes of a link are bound to the link before it.
func (t *Token) signedBytes(index int) []byte {
	if index == 0 {
		return t.links[0].sigStructure("depute/root")
	}
	return t.links[index].sigStructure("depute/link", t.ids[index-1])
}

func (t *Token) leaf() *Link { return t.links[len(t.links)-1] }

func (t *Token) leafID() []byte { return t.ids[len(t.ids)-1] }

// holds says whether a key is that of a holder of the chain.
func (t *Token) holds(key Key) bool {
	return slices.ContainsFunc(t.links, func(link *Link) bool { return link.holder == key })
}

// versioned reads the head of an object and its version; it returns how many members follow.
func (r *reader) versioned() int {
	members := r.array()
	refuseIf(members == 0, "field_missing")
	refuseIf(r.uint() != 1, "version_unknown")
	return members - 1
}

// token reads a token (token.md, "Token, presentation, proof", 2 to 4).
func (r *reader) token() *Token {
	count := r.versioned()
	refuseIf(count == 0, "field_missing")
	refuseIf(count > 16, "limit_exceeded")
	token := &Token{}
	for i := range count {
		inLink(i+1, func() {
			start := r.at
			e := r.envelope()
			refuseIf(r.at-start > 4096, "limit_exceeded")
			token.links = append(token.links, readLink(e, i == 0))
		})
		token.ids = append(token.ids, blake3ID("depute v1 link id", token.signedBytes(i)))
	}
	return token
}

func readToken(content []byte) *Token {
	refuseIf(len(content) > 32768, "limit_exceeded")
	r := &reader{data: content}
	token := r.token()
	r.end()
	return token
}

// Voucher is a call proof or an endorsement: a signature over one call.
type Voucher struct {
	envelope
	signer          Key
	audience        string
	expires, issued int64
}

// Presentation is what travels with a call.
type Presentation struct {
	token        *Token
	proof        *Voucher
	endorsements []*Voucher
}

func (r *reader) voucher(isEndorsement bool) *Voucher {
	v := &Voucher{envelope: r.envelope()}
	v.claims(func(r *reader, key int64) {
		refuseIf(!isEndorsement && (key == 1 || key == 4), "field_unknown")
		switch key {
		case 1:
			v.signer = newKey(r.bytes())
		case 3:
			v.audience = judgeName(r.text(), false)
		case 4:
			v.expires = r.time()
		case 6:
			v.issued = r.time()
		case 10:
			r.sized(16)
		default:
			refuse("field_unknown")
		}
	}, func(seen map[int64]bool) {
		if isEndorsement {
			require(seen, 1, 3, 4, 6, 10)
			refuseIf(v.expires <= v.issued, "value_invalid")
			refuseIf(v.expires-v.issued > 3600, "limit_exceeded")
		}
		require(seen, 3, 6, 10)
	})
	return v
}

// endorsement: token.md, "Endorsements".
func (r *reader) endorsement() *Voucher {
	refuseIf(r.array() != 2, "value_invalid")
	refuseIf(r.uint() != 0, "field_unknown")
	return r.voucher(true)
}

// readEndorsement reads one that travels alone.
func readEndorsement(content []byte) *Voucher {
	refuseIf(len(content) > 1024, "limit_exceeded")
	r := &reader{data: content}
	refuseIf(r.versioned() != 1, "value_invalid")
	endorsement := r.endorsement()
	r.end()
	return endorsement
}

func readPresentation(content []byte) *Presentation {
	refuseIf(len(content) > 49152, "limit_exceeded")
	r := &reader{data: content}
	refuseIf(r.versioned() != 3, "value_invalid")
	start := r.at
	p := &Presentation{token: r.token()}
	refuseIf(r.at-start > 32768, "limit_exceeded")
	p.proof = r.voucher(false)
	count := r.array()
	refuseIf(count > 8, "limit_exceeded")
	for range count {
		p.endorsements = append(p.endorsements, r.endorsement())
	}
	r.end()
	return p
}
