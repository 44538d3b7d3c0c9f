package main

import (
	"fmt"
	"strconv"
	"strings"
)

// Budget is a limit on what is counted or summed.
type Budget struct {
	wire               []byte
	limit              uint64
	sum, unit, account *string
	action             *Pattern
	window             uint64 // 0: none
	ledger             Key    // empty: none
}

func (r *reader) budgets(isRoot bool) []*Budget {
	return list(r, 8, "value_invalid", func(b *Budget) []byte { return b.wire },
		func() *Budget { return r.budget(isRoot) })
}

func (r *reader) budget(isRoot bool) *Budget {
	start := r.at
	budget := &Budget{}
	text := func() *string { found := r.policyText(); return &found }
	seen := r.fields(r.mapHead(), func(key int64) {
		refuseIf(key == 7 && !isRoot, "field_unknown")
		switch key {
		case 1:
			budget.limit = r.uint()
		case 2:
			budget.sum = text()
		case 3:
			pattern := r.pattern()
			refuseIf(pattern.always, "value_invalid")
			budget.action = &pattern
		case 4:
			budget.window = r.uint()
			refuseIf(budget.window == 0, "value_invalid")
			refuseIf(budget.window > 31622400, "limit_exceeded")
		case 5:
			budget.unit = text()
		case 6:
			budget.ledger = newKey(r.bytes())
		case 7:
			budget.account = text()
		default:
			refuse("field_unknown")
		}
	})
	require(seen, 1)
	refuseIf(budget.unit != nil && budget.sum == nil, "value_invalid")
	if budget.sum == nil {
		refuseIf(budget.limit > maxExact, "limit_exceeded")
	}
	refuseIf(budget.limit >= 9e18, "limit_exceeded")
	budget.wire = r.data[start:r.at]
	return budget
}

// readBudgetText reads the text of one budget, as of a root link.
func readBudgetText(text string) *Budget {
	s := newTextScanner(text)
	fields := map[byte][]byte{}
	isSum := s.word("sum")
	if isSum {
		fields[2] = appendText(nil, s.name())
	} else {
		s.must(s.word("calls"))
	}
	if s.word("of") {
		if pattern := s.pattern(); pattern[0] != everyAction {
			fields[3] = pattern
		}
	}
	s.must(s.sign("<="))
	fields[1] = appendHead(nil, kindUint, s.amount(isSum))
	s.blank()
	if s.next() == '"' {
		fields[5] = appendText(nil, s.quoted())
	}
	if s.word("per") {
		fields[4] = appendHead(nil, kindUint, s.duration())
	}
	if s.word("at") {
		s.blank()
		key := s.run(func(char byte) bool { return isWordChar(char) || char == ':' })
		fields[6] = appendBytes(nil, decodeText("public-key", key))
	}
	if s.word("account") {
		fields[7] = appendText(nil, s.quoted())
	}
	s.end()
	wire := appendHead(nil, kindMap, uint64(len(fields)))
	for key := range byte(8) {
		if field, stated := fields[key]; stated {
			wire = append(append(wire, key), field...)
		}
	}
	return (&reader{data: wire}).budget(true)
}

// amount reads a count of calls, or a sum as millionths.
func (s *textScanner) amount(isSum bool) uint64 {
	whole, fraction := s.digits(), ""
	if s.taken(".") {
		fraction = s.run(isDigit)
		s.must(fraction != "" && len(fraction) <= 6)
		refuseIf(!isSum, "value_invalid")
	}
	if isSum {
		whole += fraction + strings.Repeat("0", 6-len(fraction))
	}
	amount, fault := strconv.ParseUint(whole, 10, 64)
	refuseIf(fault != nil, "limit_exceeded")
	return amount
}

var durations = []struct {
	letter  string
	seconds uint64
}{{"d", 86400}, {"h", 3600}, {"m", 60}, {"s", 1}}

// duration reads seconds; more than 2⁶⁴ of them are over every limit.
func (s *textScanner) duration() uint64 {
	count := s.count()
	s.must(count > 0)
	unit := s.run(isWordChar)
	for _, d := range durations {
		if d.letter == unit {
			refuseIf(count > 31622400, "limit_exceeded")
			return count * d.seconds
		}
	}
	refuse("grant_syntax")
	return 0
}

func (b *Budget) print() string {
	text, amount := "calls", fmt.Sprint(b.limit)
	if b.sum != nil {
		text = "sum " + printName(*b.sum)
		amount = strings.TrimRight(fmt.Sprintf("%d.%06d", b.limit/1e6, b.limit%1e6), "0")
		amount = strings.TrimSuffix(amount, ".")
	}
	if b.action != nil {
		text += " of " + b.action.print()
	}
	text += " <= " + amount
	if b.unit != nil {
		text += " " + printString(*b.unit)
	}
	if b.window != 0 {
		text += " per " + printDuration(b.window)
	}
	if b.ledger != "" {
		text += " at " + keyText(b.ledger)
	}
	if b.account != nil {
		text += " account " + printString(*b.account)
	}
	return text
}

// printDuration prints the largest unit that divides it.
func printDuration(seconds uint64) string {
	unit := durations[0]
	for _, unit = range durations {
		if seconds%unit.seconds == 0 {
			break
		}
	}
	return fmt.Sprintf("%d%s", seconds/unit.seconds, unit.letter)
}
