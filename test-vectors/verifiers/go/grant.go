package main

import (
	"slices"
	"strings"
)

// Clause is one action pattern with limits on its arguments (grant.md, "The wire form").
type Clause struct {
	wire         []byte
	action       Pattern
	args         Shape
	requirements []*Requirement
}

// Pattern is of one action, of every action below a prefix, or of every action.
type Pattern struct {
	wire          []byte
	name          string
	below, always bool
}

// Shape are the names with limits of a clause or an object, in their order.
type Shape struct {
	names []string
	args  map[string]*Arg
	open  bool // ends in ".."
}

// Arg are the limits of one name; none accept any value.
type Arg struct {
	optional bool
	limits   []*Limit
}

// Limit is one limit. What it has beside its operator is that of the operator.
type Limit struct {
	wire     []byte
	operator uint64
	operand  any        // a scalar or a bound
	members  []any      // of in
	text     string     // of under to cidr
	compare  uint64     // of len
	length   int        // of len
	object   Shape      // of an object
	elements [][]*Limit // of each and has: one; of a list by position: all
	open     bool       // of a list by position: ends in ".."
}

// The operators.
const (
	opEqual = iota + 1
	opIn
	opAtMost
	opBelow
	opAtLeast
	opAbove
	opUnder
	opLike
	opWithin
	opWithinQuery
	opAt
	opCidr
	opLen
	opObject
	opEach
	opHas
	opList
)

// Requirement is an approval, or one that is carried and never met.
type Requirement struct {
	wire       []byte
	number     uint64
	needed     int
	approvers  []Key
	parameters []byte
}

// list reads an array of 1 to most members, none twice.
func list[T any](r *reader, most int, empty string, wire func(T) []byte, read func() T) []T {
	count := r.array()
	refuseIf(count == 0, empty)
	refuseIf(count > most, "limit_exceeded")
	var members []T
	for range count {
		member := read()
		same := func(other T) bool { return string(wire(other)) == string(wire(member)) }
		refuseIf(slices.ContainsFunc(members, same), "duplicate_item")
		members = append(members, member)
	}
	return members
}

func (r *reader) clauses() []*Clause {
	return list(r, 32, "grant_empty", func(c *Clause) []byte { return c.wire }, r.clause)
}

func (r *reader) clause() *Clause {
	start := r.at
	members := r.array()
	refuseIf(members < 2 || members > 4, "value_invalid")
	clause := &Clause{action: r.pattern(), args: r.shape(0)}
	if members > 2 {
		clause.args.open = r.bool()
		refuseIf(members == 3 && !clause.args.open, "value_invalid")
	}
	if members > 3 {
		clause.requirements = list(r, 8, "value_invalid", func(n *Requirement) []byte { return n.wire }, r.requirement)
	}
	clause.wire = r.data[start:r.at]
	return clause
}

// judgePolicyText judges a text of a policy.
func judgePolicyText(text string) string {
	refuseIf(hasSecret(text), "secret_refused")
	refuseIf(len(text) > 1024, "limit_exceeded")
	refuseIf(hasRefused(text), "character_refused")
	return text
}

func (r *reader) policyText() string { return judgePolicyText(r.text()) }

// isPlainChar: of an action without quotes.
func isPlainChar(char byte) bool {
	return isLetter(char) || isDigit(char) || strings.IndexByte("._-", char) >= 0
}

func (r *reader) pattern() Pattern {
	start := r.at
	kind, value := r.head()
	refuseIf(kind != kindText && kind != kindArray, "cbor_type")
	pattern := Pattern{below: kind == kindArray}
	if pattern.below {
		members := r.length(value)
		refuseIf(members > 1, "value_invalid")
		pattern.always = members == 0
	}
	if !pattern.always {
		if pattern.below {
			value = r.due(kindText)
		}
		pattern.name = judgePolicyText(r.textOf(value))
		refuseIf(pattern.name == "" || pattern.below && !onlyOf(pattern.name, isPlainChar), "value_invalid")
		refuseIf(len(pattern.name) > 256, "limit_exceeded")
	}
	pattern.wire = r.data[start:r.at]
	return pattern
}

// node counts a node of the link's clauses.
func (r *reader) node() {
	r.nodes++
	refuseIf(r.nodes > 128, "limit_exceeded")
}

// shape reads the map of names; whether it ends in ".." stands behind it.
func (r *reader) shape(level int) Shape {
	count := r.mapHead()
	refuseIf(count > 32, "limit_exceeded")
	shape := Shape{args: map[string]*Arg{}}
	r.named(count, func(name string) {
		judgePolicyText(name)
		r.node()
		shape.names = append(shape.names, name)
		shape.args[name] = r.arg(level)
	})
	return shape
}

// arg tells its form by its first member: the integer 0 of two is optional.
func (r *reader) arg(level int) *Arg {
	start := r.at
	if r.array() == 2 && r.left() > 0 && r.data[r.at] == 0 {
		r.at++
		return &Arg{true, r.limits(level)}
	}
	r.at = start
	return &Arg{false, r.limits(level)}
}

// limits reads none, one or several: those of several are arrays themselves.
func (r *reader) limits(level int) []*Limit {
	start := r.at
	count := r.array()
	if count == 0 {
		return nil
	}
	if r.left() == 0 || r.data[r.at]>>5 != kindArray {
		r.node()
		limit := r.limit(start, count, level)
		refuseIf(limit.operator == opHas, "value_invalid")
		return []*Limit{limit}
	}
	refuseIf(count == 1, "value_invalid")
	refuseIf(count > 64, "limit_exceeded")
	var limits []*Limit
	for range count {
		r.node()
		start := r.at
		limit := r.limit(start, r.array(), level)
		refuseIf(!standsBehind(limits, limit.operator), "value_invalid")
		same := func(other *Limit) bool { return string(other.wire) == string(limit.wire) }
		refuseIf(slices.ContainsFunc(limits, same), "duplicate_item")
		limits = append(limits, limit)
	}
	return limits
}

// standsBehind: grant.md, "What stands behind what".
func standsBehind(before []*Limit, operator uint64) bool {
	if len(before) == 0 {
		return operator != opHas
	}
	last := before[len(before)-1].operator
	switch before[0].operator {
	case opObject:
		return false
	case opEach:
		return operator == opLen || operator == opHas && last != opLen
	case opList:
		return operator == opLen
	}
	return operator < opObject
}

// limit reads the members of a limit whose head was read.
func (r *reader) limit(start, count, level int) *Limit {
	refuseIf(count != 2 && count != 3, "value_invalid")
	limit := &Limit{operator: r.uint()}
	isOpenable := limit.operator == opObject || limit.operator == opList
	refuseIf(count == 3 && !isOpenable, "value_invalid")
	refuseIf(limit.operator < opEqual || limit.operator > opList, "operator_unknown")
	r.operand(limit, level)
	if count == 3 {
		limit.open = r.bool()
		refuseIf(!limit.open, "value_invalid")
		limit.object.open = true
	}
	limit.wire = r.data[start:r.at]
	return limit
}

// operand reads what stands behind the operator.
func (r *reader) operand(limit *Limit, level int) {
	if limit.operator >= opObject {
		level++
		refuseIf(level > 4, "limit_exceeded")
	}
	switch limit.operator {
	case opEqual:
		limit.operand = r.policyScalar()
	case opIn:
		count := r.array()
		refuseIf(count > 64, "limit_exceeded")
		for range count {
			r.node()
			member := r.policyScalar()
			refuseIf(slices.Contains(limit.members, member), "duplicate_item")
			limit.members = append(limit.members, member)
		}
	case opAtMost, opBelow, opAtLeast, opAbove:
		limit.operand = r.scalar(false)
		date, isText := limit.operand.(string)
		refuseIf(isText && !isDate(date), "value_invalid")
	case opLen:
		refuseIf(r.array() != 2, "value_invalid")
		limit.compare = r.uint()
		refuseIf(limit.compare != opEqual && (limit.compare < opAtMost || limit.compare > opAbove), "value_invalid")
		length := r.uint()
		refuseIf(length > 65536, "limit_exceeded")
		limit.length = int(length)
	case opObject:
		limit.object = r.shape(level)
	case opEach, opHas:
		limit.elements = [][]*Limit{r.limits(level)}
	case opList:
		count := r.array()
		refuseIf(count > 64, "limit_exceeded")
		for range count {
			r.node()
			limit.elements = append(limit.elements, r.limits(level))
		}
	default:
		limit.text = r.policyText()
		judgeOperand(limit.operator, limit.text)
	}
}

// policyScalar reads a scalar, whose texts are texts of a policy.
func (r *reader) policyScalar() any {
	value := r.scalar(true)
	if text, isText := value.(string); isText {
		judgePolicyText(text)
	}
	return value
}

// judgeOperand judges the operand of under to cidr.
func judgeOperand(operator uint64, text string) {
	valid := false
	switch operator {
	case opUnder:
		valid = isCleanPath(text)
	case opLike:
		refuseIf(len(text) > 128 || strings.Count(text, "*") > 8, "limit_exceeded")
		valid = isGlob(text)
	case opWithin, opWithinQuery:
		valid = isCleanURL(text) && !strings.Contains(text, "?")
	case opAt:
		valid = isCleanHost(text)
	case opCidr:
		_, valid = network(text)
	}
	refuseIf(!valid, "value_invalid")
}

func (r *reader) requirement() *Requirement {
	start := r.at
	refuseIf(r.array() != 2, "value_invalid")
	requirement := &Requirement{number: r.uint()}
	refuseIf(requirement.number < 1 || requirement.number > 6, "requirement_unknown")
	if requirement.number == 1 {
		r.approval(requirement)
	} else {
		parameters := r.at
		r.anything(1)
		requirement.parameters = r.data[parameters:r.at]
		refuseIf(len(requirement.parameters) > 1024, "limit_exceeded")
	}
	requirement.wire = r.data[start:r.at]
	return requirement
}

func (r *reader) approval(requirement *Requirement) {
	refuseIf(r.array() != 2, "value_invalid")
	needed := r.uint()
	refuseIf(needed < 1 || needed > 8, "value_invalid")
	requirement.needed = int(needed)
	count := r.array()
	refuseIf(count == 0, "value_invalid")
	refuseIf(count > 16, "limit_exceeded")
	refuseIf(count < requirement.needed, "value_invalid")
	for range count {
		key := newKey(r.bytes())
		refuseIf(slices.Contains(requirement.approvers, key), "duplicate_item")
		requirement.approvers = append(requirement.approvers, key)
	}
}
