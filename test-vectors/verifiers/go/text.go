package main

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// The texts of clauses, budgets and calls are turned into bytes, and those are
// read: so a text is judged by the same rules as what came from elsewhere.

// textScanner reads a grant text (grant.md, "The text").
type textScanner struct{ scanner }

func newTextScanner(text string) *textScanner {
	refuseIf(len(text) > 65536, "limit_exceeded")
	return &textScanner{scanner{text: text}}
}

// asText does the work; an operand that its operator cannot have is a fault of the shape.
func asText(work func()) {
	refusal := caught(work)
	if refusal != nil && refusal.Code == "value_invalid" {
		refusal.Code = "grant_syntax"
	}
	if refusal != nil {
		panic(refusal)
	}
}

// blank passes over what may stand between two tokens.
func (s *textScanner) blank() { s.run(func(char byte) bool { return char == ' ' || char == '\t' }) }

// sign passes over a sign if it follows.
func (s *textScanner) sign(sign string) bool {
	s.blank()
	return s.taken(sign)
}

// word passes over a word if it follows whole.
func (s *textScanner) word(word string) bool {
	s.blank()
	start := s.at
	if s.run(isWordChar) == word {
		return true
	}
	s.at = start
	return false
}

func (s *textScanner) must(found bool) { refuseIf(!found, "grant_syntax") }

func (s *textScanner) end() {
	s.blank()
	s.must(s.at == len(s.text))
}

// quoted reads a string.
func (s *textScanner) quoted() string {
	s.blank()
	s.must(s.next() == '"')
	return s.string()
}

// digits reads a count, as written.
func (s *textScanner) digits() string {
	s.blank()
	digits := s.run(isDigit)
	s.must(digits != "")
	return digits
}

// count reads a number of things; one that does not fit is over every limit.
func (s *textScanner) count() uint64 {
	count, fault := strconv.ParseUint(s.digits(), 10, 64)
	refuseIf(fault != nil, "limit_exceeded")
	return count
}

// name reads an identifier or a string.
func (s *textScanner) name() string {
	s.blank()
	if s.next() == '"' {
		return s.string()
	}
	name := s.run(isWordChar)
	s.must(isIdentifier(name))
	return name
}

// everyAction is the wire form of a pattern of every action.
const everyAction = 0x80

// pattern reads an action; the bytes are its wire form.
func (s *textScanner) pattern() []byte {
	s.blank()
	if s.next() == '"' {
		return appendText(nil, s.string())
	}
	action := s.run(func(char byte) bool { return isPlainChar(char) || char == '*' })
	if action == "*" {
		return []byte{everyAction}
	}
	prefix, below := strings.CutSuffix(action, ".*")
	s.must(prefix != "" && !strings.Contains(prefix, "*"))
	if below {
		return appendText([]byte{0x81}, prefix)
	}
	return appendText(nil, prefix)
}

// scalar reads a scalar, if one follows.
func (s *textScanner) scalar() (value any, found bool) {
	s.blank()
	switch char := s.next(); {
	case char == '"':
		return s.string(), true
	case isDigit(char) || char == '-':
		return s.number(), true
	case s.word("true"):
		return true, true
	case s.word("false"):
		return false, true
	}
	return nil, false
}

func (s *textScanner) mustScalar() []byte {
	value, found := s.scalar()
	s.must(found)
	return appendScalar(nil, value)
}

// appendArray writes an array of members.
func appendArray(to []byte, members [][]byte) []byte {
	return append(appendHead(to, kindArray, uint64(len(members))), slices.Concat(members...)...)
}

// separated reads members between brackets, of which the first was read. The
// last can be ".." where that is allowed.
func (s *textScanner) separated(end string, openable bool, member func()) (open bool) {
	if s.sign(end) {
		return false
	}
	for {
		if openable && s.sign("..") {
			s.must(s.sign(end))
			return true
		}
		member()
		if s.sign(end) {
			return false
		}
		s.must(s.sign(","))
	}
}

// args reads what stands between the brackets of a clause or an object.
func (s *textScanner) args(end string, level int) (wire []byte, open bool) {
	args := map[string][]byte{}
	open = s.separated(end, true, func() {
		name := s.name()
		_, twice := args[name]
		s.must(!twice)
		args[name] = s.arg(level)
	})
	wire = appendHead(nil, kindMap, uint64(len(args)))
	for _, name := range sortedNames(args) {
		wire = append(appendText(wire, name), args[name]...)
	}
	return wire, open
}

// arg reads the limits behind a name.
func (s *textScanner) arg(level int) []byte {
	optional := s.sign("?")
	wire := []byte{0x80}
	if s.sign(":") {
		shaped, found := s.shaped(level)
		s.must(found)
		wire = shaped
	} else if limits, found := s.limits(); found {
		wire = limits
	}
	if optional {
		return append([]byte{0x82, 0x00}, wire...)
	}
	return wire
}

// joined writes one limit alone, several as a list.
func joined(limits [][]byte) []byte {
	if len(limits) == 1 {
		return limits[0]
	}
	return appendArray(nil, limits)
}

func (s *textScanner) limits() (wire []byte, found bool) {
	first, found := s.limit()
	if !found {
		return nil, false
	}
	limits := [][]byte{first}
	for s.word("and") {
		next, found := s.limit()
		s.must(found)
		limits = append(limits, next)
	}
	return joined(limits), true
}

var comparisons = []struct {
	sign     string
	operator byte
}{{"<=", opAtMost}, {"<", opBelow}, {">=", opAtLeast}, {">", opAbove}, {"=", opEqual}}

// comparison gives the operator of a sign, 0 if none follows.
func (s *textScanner) comparison() byte {
	for _, c := range comparisons {
		if s.sign(c.sign) {
			return c.operator
		}
	}
	return 0
}

// limit reads one limit that is not shaped, if one follows.
func (s *textScanner) limit() (wire []byte, found bool) {
	if operator := s.comparison(); operator == opEqual {
		return append([]byte{0x82, operator}, s.mustScalar()...), true
	} else if operator != 0 {
		return append([]byte{0x82, operator}, s.bound()...), true
	}
	words := []struct {
		word     string
		operator byte
	}{{"under", opUnder}, {"like", opLike}, {"within", opWithin}, {"at", opAt}, {"cidr", opCidr}}
	for _, w := range words {
		if s.word(w.word) {
			operand := s.quoted()
			if w.operator == opWithin && s.word("with") {
				s.must(s.word("query"))
				w.operator = opWithinQuery
			}
			return appendText([]byte{0x82, w.operator}, operand), true
		}
	}
	if s.word("in") {
		s.must(s.sign("["))
		var members [][]byte
		s.separated("]", false, func() { members = append(members, s.mustScalar()) })
		return appendArray([]byte{0x82, opIn}, members), true
	}
	return s.length()
}

func (s *textScanner) bound() []byte {
	if s.word("date") {
		return appendText(nil, s.quoted())
	}
	s.blank()
	s.must(isDigit(s.next()) || s.next() == '-')
	return appendNumber(nil, s.number())
}

func (s *textScanner) length() (wire []byte, found bool) {
	if !s.word("len") {
		return nil, false
	}
	comparison := s.comparison()
	s.must(comparison != 0)
	return appendHead([]byte{0x82, opLen, 0x82, comparison}, kindUint, s.count()), true
}

// shaped reads an object, or a list and its lengths, if one follows.
func (s *textScanner) shaped(level int) (wire []byte, found bool) {
	object := s.sign("{")
	if !object && !s.sign("[") {
		return nil, false
	}
	refuseIf(level > 4, "limit_exceeded")
	if object {
		args, open := s.args("}", level+1)
		return shape(opObject, args, open), true
	}
	limits := s.list(level + 1)
	for s.word("and") {
		length, found := s.length()
		s.must(found)
		limits = append(limits, length)
	}
	return joined(limits), true
}

func shape(operator byte, operand []byte, open bool) []byte {
	if open {
		return appendBool(append([]byte{0x83, operator}, operand...), true)
	}
	return append([]byte{0x82, operator}, operand...)
}

// list reads what stands behind "[".
func (s *textScanner) list(level int) (limits [][]byte) {
	if s.word("each") {
		limits = append(limits, shape(opEach, s.element(level), false))
		for !s.sign("]") {
			s.must(s.sign(",") && s.word("has"))
			limits = append(limits, shape(opHas, s.element(level), false))
		}
		return limits
	}
	var elements [][]byte
	open := s.separated("]", true, func() { elements = append(elements, s.element(level)) })
	return [][]byte{shape(opList, appendArray(nil, elements), open)}
}

func (s *textScanner) element(level int) []byte {
	if s.word("_") {
		return []byte{0x80}
	}
	if value, found := s.scalar(); found {
		return appendScalar([]byte{0x82, opEqual}, value)
	}
	if limits, found := s.limits(); found {
		return limits
	}
	shaped, found := s.shaped(level)
	s.must(found)
	return shaped
}

// readClauseText reads the text of one clause.
func readClauseText(text string) (clause *Clause) {
	s := newTextScanner(text)
	action := s.pattern()
	s.must(s.sign("("))
	args, open := s.args(")", 1)
	var requirements [][]byte
	for s.word("needs") {
		requirements = append(requirements, s.requirement())
	}
	s.end()
	members := [][]byte{action, args}
	if open || requirements != nil {
		members = append(members, appendBool(nil, open))
	}
	if requirements != nil {
		members = append(members, appendArray(nil, requirements))
	}
	asText(func() { clause = (&reader{data: appendArray(nil, members)}).clause() })
	return clause
}

func (s *textScanner) requirement() []byte {
	if s.word("approval") {
		return s.approval()
	}
	number := s.digits()
	refuseIf(len(number) > 1 || number < "1" || number > "6", "requirement_unknown")
	s.must(number != "1" && s.sign("(") && s.sign("h'"))
	parameters, fault := hex.DecodeString(s.run(isLowerHex))
	s.must(fault == nil && s.taken("'") && s.sign(")"))
	r := &reader{data: parameters}
	r.anything(1)
	r.end()
	return append([]byte{0x82, number[0] - '0'}, parameters...)
}

func (s *textScanner) approval() []byte {
	s.must(s.sign("("))
	needed := s.count()
	s.must(s.word("of") && s.sign("["))
	var keys [][]byte
	s.separated("]", false, func() {
		keys = append(keys, appendBytes(nil, decodeText("public-key", s.quoted())))
	})
	s.must(s.sign(")"))
	refuseIf(len(keys) > 16, "limit_exceeded")
	refuseIf(needed < 1 || needed > 8 || needed > uint64(len(keys)), "value_invalid")
	return appendArray([]byte{0x82, 1, 0x82, byte(needed)}, keys)
}
