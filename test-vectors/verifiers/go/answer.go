package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// answer is an object of VECTORS, "Questions and answers".
type answer map[string]any

// question is the input of one.
type question map[string]json.RawMessage

// misunderstood is the panic of a question that is none.
type misunderstood struct{ error }

func understood(fault error) {
	if fault != nil {
		panic(misunderstood{fault})
	}
}

// read reads a member of the input, which must be there.
func read[T any](q question, name string) (value T) {
	written, stated := q[name]
	if !stated {
		panic(misunderstood{errors.New("no " + name)})
	}
	understood(json.Unmarshal(written, &value))
	return value
}

func (q question) text(name string) string  { return read[string](q, name) }
func (q question) bytes(name string) []byte { return read[hexBytes](q, name) }

// reply answers a question; whatever it is, there is an answer.
func reply(do string, input json.RawMessage) (given answer) {
	defer func() {
		if fault := recover(); fault != nil {
			given = answer{"verdict": "error", "message": fmt.Sprint(fault)}
		}
	}()
	var q question
	understood(json.Unmarshal(input, &q))
	if refusal := caught(func() { given = ask(do, q) }); refusal != nil {
		return refused(refusal)
	}
	return given
}

func refused(refusal *Refusal) answer {
	given := answer{"verdict": "denied", "code": refusal.Code, "link": refusal.Link, "argument": refusal.Argument}
	if refusal.Step != "" {
		given["step"] = refusal.Step
	}
	return given
}

// ask answers what is asked, or ends in a refusal.
func ask(do string, q question) answer {
	switch do {
	case "verify":
		return askVerify(q)
	case "read":
		return readKind(q.text("kind"), q.bytes("bytes"))
	case "text":
		return askText(q)
	case "call":
		return callAnswer(readCall(q.json()))
	case "mcp":
		return callAnswer(readMCP(q.text("label"), q.json()))
	case "call-text":
		return callAnswer(readCallText(q.text("text")))
	case "clause-text":
		clause := readClauseText(q.text("text"))
		return answer{"verdict": "read", "wire": hex.EncodeToString(clause.wire), "text": clause.print()}
	case "budget-text":
		budget := readBudgetText(q.text("text"))
		return answer{"verdict": "read", "wire": hex.EncodeToString(budget.wire), "text": budget.print()}
	case "match":
		return askMatch(q)
	case "signature":
		return askSignature(q)
	case "take-in":
		return askTakeIn(q)
	}
	panic(misunderstood{errors.New("unknown question " + strconv.Quote(do))})
}

// json is the JSON text of a call, in either form.
func (q question) json() []byte {
	if _, stated := q["json_hex"]; stated {
		return q.bytes("json_hex")
	}
	return []byte(q.text("json"))
}

func askVerify(q question) answer {
	verifier := newVerifier(read[writtenVerifier](q, "verifier"))
	now := read[int64](q, "now")
	memory := newMemory()
	for _, content := range read[[]hexBytes](q, "lists") {
		memory.takeIn(readList(content), false, verifier.trust, now)
	}
	return verified(verify(verifier, memory, q.bytes("presentation"), []byte(q.text("call")), now))
}

// verified is the answer to a call that is.
func verified(v *verification) answer {
	root := v.token.links[0]
	authorizer := answer{"key": root.issuer.hex()}
	if root.subject != nil {
		authorizer = answer{"entry": v.entry.name, "subject": *root.subject}
	}
	holders, charges := []string{}, []answer{}
	for _, link := range v.token.links {
		holders = append(holders, link.holder.hex())
	}
	for _, c := range v.charges {
		charge := answer{"counter": hex.EncodeToString(c.counter), "amount": fmt.Sprint(c.amount), "limit": fmt.Sprint(c.limit), "window": nil}
		if c.window > 0 {
			charge["window"] = c.window
		}
		charges = append(charges, charge)
	}
	return answer{"verdict": "verified", "authorizer": authorizer, "holders": holders, "charges": charges,
		"endorsements": v.endorsementIDs()}
}

// readKind reads one object of a kind, whole.
func readKind(kind string, content []byte) answer {
	given := answer{"verdict": "read"}
	r := &reader{data: content}
	switch kind {
	case "token":
		ids := []string{}
		for _, id := range readToken(content).ids {
			ids = append(ids, hex.EncodeToString(id))
		}
		given["ids"] = ids
	case "presentation":
		readPresentation(content)
	case "endorsement":
		readEndorsement(content)
	case "list":
		readList(content)
	case "clause":
		r.clause()
		r.end()
	case "budget":
		r.budget(true)
		r.end()
	default:
		panic(misunderstood{errors.New("unknown kind " + strconv.Quote(kind))})
	}
	return given
}

func askText(q question) answer {
	kind := q.text("kind")
	content := decodeText(kind, q.text("text"))
	if kind != "secret-key" && kind != "public-key" {
		readKind(kind, content)
	}
	return answer{"verdict": "read", "bytes": hex.EncodeToString(content)}
}

func callAnswer(call *Call) answer {
	return answer{"verdict": "read", "canonical": hex.EncodeToString(call.canonical()), "digest": hex.EncodeToString(call.digest())}
}

func askMatch(q question) answer {
	r := &reader{data: q.bytes("clause")}
	clause := r.clause()
	r.end()
	judgeClause(clause, readCall([]byte(q.text("call"))))
	return answer{"verdict": "accepted"}
}

func askSignature(q question) answer {
	content, signature := q.bytes("key"), q.bytes("signature")
	refuseIf(len(content) != 32 || len(signature) != 64, "value_invalid")
	key := newKey(content)
	judgeSignatureForm(signature)
	refuseIf(!isSigned(key, q.bytes("message"), signature), "signature_invalid")
	return answer{"verdict": "valid"}
}

func askTakeIn(q question) answer {
	type arrival struct {
		List hexBytes `json:"list"`
		Now  int64    `json:"now"`
	}
	trust, memory := newTrust(read[[]writtenEntry](q, "trust")), newMemory()
	for _, a := range read[[]arrival](q, "lists") {
		memory.takeIn(readList(a.List), false, trust, a.Now)
	}
	return answer{"verdict": "taken"}
}
