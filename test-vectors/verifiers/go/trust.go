package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// Verifier is the whole configuration: trust and policy (verify.md).
type Verifier struct {
	audience        string
	isHTTP          bool // whether calls have the member http
	life, skew, age int64
	ledger          Key // empty: none
	revocations     string
	staleness       int64
	trust           []*Entry
}

// What a policy says of revocations.
const (
	revocationsNone     = "none"
	revocationsLocal    = "local list"
	revocationsRequired = "required"
)

// Entry is a trust entry (verify.md, "Trust").
type Entry struct {
	name     string
	keys     []trustedKey
	subjects []*Limit // each as a limit on what sub is
	listKeys []Key
	revokers []Key
	clauses  []*Clause
}

type trustedKey struct {
	key         Key
	from, until *int64
}

// counts says whether a time lies in the key's interval.
func (k trustedKey) counts(time int64) bool {
	return (k.from == nil || *k.from <= time) && (k.until == nil || time < *k.until)
}

// The configuration as it is written.
type (
	writtenVerifier struct {
		Audience    string          `json:"audience"`
		Members     string          `json:"members"`
		Life        int64           `json:"life"`
		Skew        int64           `json:"skew"`
		Age         int64           `json:"age"`
		Ledger      *hexBytes       `json:"ledger"`
		Revocations json.RawMessage `json:"revocations"`
		Trust       []writtenEntry  `json:"trust"`
	}
	writtenEntry struct {
		Name     string       `json:"name"`
		Keys     []writtenKey `json:"keys"`
		Subjects []string     `json:"subjects"`
		ListKeys []hexBytes   `json:"list_keys"`
		Revokers []hexBytes   `json:"revokers"`
		Clauses  []hexBytes   `json:"clauses"`
	}
	writtenKey struct {
		Key   hexBytes `json:"key"`
		From  *int64   `json:"from"`
		Until *int64   `json:"until"`
	}
)

// hexBytes are bytes that are written as lower-case hexadecimal digits.
type hexBytes []byte

func (b *hexBytes) UnmarshalText(text []byte) error {
	content, fault := hex.DecodeString(string(text))
	if fault == nil && hex.EncodeToString(content) != string(text) {
		fault = errors.New("upper-case digits")
	}
	*b = content
	return fault
}

// newVerifier judges a configuration (verify.md, "Trust" and "Policy").
func newVerifier(written writtenVerifier) *Verifier {
	if written.Members != "plain" && written.Members != "http" {
		panic(misunderstood{errors.New("unknown members " + strconv.Quote(written.Members))})
	}
	v := &Verifier{
		audience: judgeName(written.Audience, false),
		isHTTP:   written.Members == "http",
		life:     written.Life, skew: written.Skew, age: written.Age,
		trust: newTrust(written.Trust),
	}
	if written.Ledger != nil {
		v.ledger = newPointKey(*written.Ledger)
	}
	v.revocations, v.staleness = readRevocations(written.Revocations)
	refuseIf(v.life > lifeLimit || v.skew > skewLimit || v.age > 300 || v.staleness > 3600, "limit_exceeded")
	return v
}

// readRevocations reads a text, or the staleness that is required.
func readRevocations(written json.RawMessage) (policy string, staleness int64) {
	if json.Unmarshal(written, &policy) != nil {
		var required map[string]int64
		understood(json.Unmarshal(written, &required))
		return revocationsRequired, required[revocationsRequired]
	}
	if policy != revocationsNone && policy != revocationsLocal {
		panic(misunderstood{errors.New("unknown policy of revocations " + strconv.Quote(policy))})
	}
	return policy, 0
}

func newTrust(written []writtenEntry) []*Entry {
	refuseIf(len(written) == 0, "trust_empty")
	var trust []*Entry
	keys, names := map[Key]bool{}, map[string]bool{}
	for _, w := range written {
		entry := &Entry{name: judgeLine(w.Name), listKeys: newKeys(w.ListKeys), revokers: newKeys(w.Revokers), clauses: linkZero(w.Clauses)}
		refuseIf(names[w.Name], "duplicate_item")
		names[w.Name] = true
		refuseIf(len(w.Keys) == 0, "value_invalid")
		for _, k := range w.Keys {
			key := newPointKey(k.Key)
			refuseIf(keys[key], "duplicate_item")
			keys[key] = true
			entry.keys = append(entry.keys, trustedKey{key, k.From, k.Until})
		}
		for _, subject := range w.Subjects {
			entry.subjects = append(entry.subjects, newSubject(subject))
		}
		trust = append(trust, entry)
	}
	return trust
}

// newKeys judges list keys or revokers, each once.
func newKeys(written []hexBytes) []Key {
	var keys []Key
	for _, content := range written {
		key := newPointKey(content)
		refuseIf(slices.Contains(keys, key), "duplicate_item")
		keys = append(keys, key)
	}
	return keys
}

// linkZero reads an entry's clauses as those of one link.
func linkZero(written []hexBytes) []*Clause {
	refuseIf(len(written) == 0, "grant_empty")
	refuseIf(len(written) > 32, "limit_exceeded")
	var clauses []*Clause
	nodes := 0
	for _, wire := range written {
		r := &reader{data: wire, nodes: nodes}
		clause := r.clause()
		r.end()
		same := func(other *Clause) bool { return string(other.wire) == string(clause.wire) }
		refuseIf(slices.ContainsFunc(clauses, same), "duplicate_item")
		clauses, nodes = append(clauses, clause), r.nodes
	}
	return clauses
}

// newSubject reads a subject that is written as a text (verify.md, "Trust").
func newSubject(written string) *Limit {
	subject := &Limit{operator: opEqual, operand: written}
	for word, operator := range map[string]uint64{"at ": opAt, "like ": opLike, "= ": opEqual} {
		if !strings.HasPrefix(written, word+`"`) {
			continue
		}
		s := &scanner{text: written, at: len(word)}
		operand := ""
		fault := caught(func() { operand = s.string() })
		refuseIf(fault != nil || s.at < len(written), "grant_syntax")
		subject = &Limit{operator: operator, operand: operand, text: operand}
	}
	operand := judgePolicyText(subject.operand.(string))
	if subject.operator != opEqual {
		asText(func() { judgeOperand(subject.operator, operand) })
	}
	return subject
}
