package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

// accepts says whether a pattern accepts an action (grant.md, "What a clause accepts").
func (p Pattern) accepts(action string) bool {
	if p.below {
		return p.always || len(action) > len(p.name)+1 && strings.HasPrefix(action, p.name+".")
	}
	return action == p.name
}

// judgeClause refuses a call that the clause does not accept.
func judgeClause(clause *Clause, call *Call) {
	refuseIf(!clause.action.accepts(call.Action), "action_not_granted")
	judgeArgs(clause.args, call.Args, "")
}

// judgeAt refuses with the place of the argument.
func judgeAt(fault bool, code, place string) {
	if fault {
		panic(&Refusal{Code: code, Argument: &place})
	}
}

// isIdentifier says whether a name stands in a text without quotes.
func isIdentifier(name string) bool {
	return name != "" && !isDigit(name[0]) && onlyOf(name, isWordChar)
}

func isWordChar(char byte) bool { return isLetter(char) || isDigit(char) || char == '_' }

// printName prints a name as a grant text has it.
func printName(name string) string {
	if isIdentifier(name) {
		return name
	}
	return printString(name)
}

// judgeArgs walks the names of the clause and of the call together.
func judgeArgs(shape Shape, args map[string]any, place string) {
	names := slices.Concat(shape.names, sortedNames(args))
	slices.SortFunc(names, compareTexts)
	for _, name := range slices.Compact(names) {
		arg, granted := shape.args[name]
		value, present := args[name]
		at := printName(name)
		if place != "" {
			at = place + "." + at
		}
		judgeAt(!present && !arg.optional, "arg_missing", at)
		judgeAt(!granted && !shape.open, "arg_not_granted", at)
		if granted && present {
			judgeLimits(arg.limits, value, at)
		}
	}
}

func judgeLimits(limits []*Limit, value any, place string) {
	for _, limit := range limits {
		judgeLimit(limit, value, place)
	}
}

// judgeLimit judges one value by one limit.
func judgeLimit(limit *Limit, value any, place string) {
	wrongType := func(fault bool) { judgeAt(fault, "arg_wrong_type", place) }
	switch limit.operator {
	case opEqual:
		wrongType(!sameType(limit.operand, value))
		judgeAt(limit.operand != value, "arg_not_equal", place)
	case opIn:
		comparable := func(member any) bool { return sameType(member, value) }
		wrongType(len(limit.members) > 0 && !slices.ContainsFunc(limit.members, comparable))
		equal := func(member any) bool { return comparable(member) && member == value }
		judgeAt(!slices.ContainsFunc(limit.members, equal), "arg_not_in_list", place)
	case opAtMost, opBelow, opAtLeast, opAbove:
		judgeBound(limit, value, place)
	case opLen:
		judgeLength(limit, value, place)
	case opObject:
		members, isObject := value.(map[string]any)
		wrongType(!isObject)
		judgeArgs(limit.object, members, place)
	case opEach, opHas, opList:
		elements, isList := value.([]any)
		wrongType(!isList)
		judgeList(limit, elements, place)
	default:
		text, isText := value.(string)
		wrongType(!isText)
		judgeText(limit, text, place)
	}
}

func sameType(a, b any) bool { return reflect.TypeOf(a) == reflect.TypeOf(b) }

// judgeBound compares two numbers, or two dates of one form as bytes.
func judgeBound(limit *Limit, value any, place string) {
	judgeAt(!sameType(limit.operand, value), "arg_wrong_type", place)
	var order int
	switch bound := limit.operand.(type) {
	case string:
		date := value.(string)
		judgeAt(!isDate(date) || len(date) != len(bound), "arg_ambiguous", place)
		order = strings.Compare(date, bound)
	case float64:
		order = compareNumbers(value.(float64), bound)
	}
	compared(limit.operator, order, "arg_above_limit", "arg_below_limit", place)
}

func compareNumbers(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// compared judges the order of a value to its bound under a comparison.
func compared(operator uint64, order int, above, below, place string) {
	judgeAt(order > 0 && operator <= opBelow || order == 0 && operator == opBelow, above, place)
	judgeAt(order < 0 && (operator >= opAtLeast || operator == opEqual) || order == 0 && operator == opAbove, below, place)
}

// judgeLength: operators.md, "Lengths".
func judgeLength(limit *Limit, value any, place string) {
	length := 0
	switch value := value.(type) {
	case string:
		length = utf8.RuneCountInString(value)
	case []any:
		length = len(value)
	default:
		judgeAt(true, "arg_wrong_type", place)
	}
	compared(limit.compare, length-limit.length, "arg_too_long", "arg_too_short", place)
}

func judgeList(limit *Limit, elements []any, place string) {
	at := func(index int) string { return fmt.Sprintf("%s[%d]", place, index) }
	mismatch := false
	switch limit.operator {
	case opEach:
		mismatch = len(elements) == 0
		for i, element := range elements {
			judgeLimits(limit.elements[0], element, at(i))
		}
	case opHas:
		passes := func(element any) bool {
			return caught(func() { judgeLimits(limit.elements[0], element, place) }) == nil
		}
		mismatch = !slices.ContainsFunc(elements, passes)
	case opList:
		for i := range min(len(elements), len(limit.elements)) {
			judgeLimits(limit.elements[i], elements[i], at(i))
		}
		mismatch = len(elements) < len(limit.elements) || len(elements) > len(limit.elements) && !limit.open
	}
	judgeAt(mismatch, "list_mismatch", place)
}

// judgeText judges a text by one of under to cidr: clean first, then allowed.
func judgeText(limit *Limit, text, place string) {
	clean, allowed, code := false, false, ""
	switch limit.operator {
	case opUnder:
		clean, allowed, code = isCleanPath(text), isUnder(text, limit.text), "arg_outside_path"
	case opLike:
		clean, allowed, code = cleanSegments(text), isLike(text, limit.text), "arg_not_like"
	case opWithin, opWithinQuery:
		clean, code = isCleanURL(text), "arg_outside_url"
		allowed = isWithin(text, limit.text, limit.operator == opWithinQuery)
	case opAt:
		clean, code = isCleanMail(text), "arg_outside_domain"
		allowed = strings.HasSuffix(text, "@"+limit.text)
	case opCidr:
		address, isClean := cleanIP(text)
		prefix, _ := network(limit.text)
		clean, allowed, code = isClean, prefix.Contains(address), "arg_outside_network"
	}
	judgeAt(!clean, "arg_ambiguous", place)
	judgeAt(!allowed, code, place)
}
