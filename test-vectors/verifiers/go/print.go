package main

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// Canonical text of clauses and budgets (grant.md, "Canonical text").

func (p Pattern) print() string {
	switch {
	case p.always:
		return "*"
	case p.below:
		return p.name + ".*"
	case onlyOf(p.name, isPlainChar):
		return p.name
	}
	return printString(p.name)
}

func (c *Clause) print() string {
	text := c.action.print() + "(" + c.args.print() + ")"
	for _, requirement := range c.requirements {
		text += " needs " + requirement.print()
	}
	return text
}

func (n *Requirement) print() string {
	if n.number != 1 {
		return fmt.Sprintf("%d(h'%s')", n.number, hex.EncodeToString(n.parameters))
	}
	var keys []string
	for _, key := range n.approvers {
		keys = append(keys, printString(keyText(key)))
	}
	return fmt.Sprintf("approval(%d of [%s])", n.needed, strings.Join(keys, ", "))
}

// print prints the names of a shape, without its brackets.
func (s Shape) print() string {
	var args []string
	for _, name := range s.names {
		arg, text := s.args[name], printName(name)
		if arg.optional {
			text += "?"
		}
		if len(arg.limits) > 0 && arg.limits[0].operator >= opObject {
			text += ":"
		}
		if len(arg.limits) > 0 {
			text += " " + printLimits(arg.limits)
		}
		args = append(args, text)
	}
	return printMembers(args, s.open)
}

func printMembers(members []string, open bool) string {
	if open {
		members = append(members, "..")
	}
	return strings.Join(members, ", ")
}

// printLimits prints all limits of one value; those of "has" stand in the
// brackets of "each".
func printLimits(limits []*Limit) string {
	var texts, inside []string
	for _, limit := range limits {
		switch limit.operator {
		case opEach:
			inside = append(inside, "each "+printElement(limit.elements[0]))
			texts = append(texts, "")
		case opHas:
			inside = append(inside, "has "+printElement(limit.elements[0]))
		default:
			texts = append(texts, limit.print())
		}
	}
	if inside != nil {
		texts[0] = "[" + strings.Join(inside, ", ") + "]"
	}
	return strings.Join(texts, " and ")
}

func printElement(limits []*Limit) string {
	switch {
	case len(limits) == 0:
		return "_"
	case len(limits) == 1 && limits[0].operator == opEqual:
		return printScalar(limits[0].operand)
	}
	return printLimits(limits)
}

func printScalar(scalar any) string {
	switch value := scalar.(type) {
	case string:
		return printString(value)
	case float64:
		return printNumber(value)
	}
	return fmt.Sprint(scalar)
}

var printedOperators = map[uint64]string{
	opEqual: "=", opIn: "in", opAtMost: "<=", opBelow: "<", opAtLeast: ">=", opAbove: ">", opUnder: "under", opLike: "like",
	opWithin: "within", opWithinQuery: "within", opAt: "at", opCidr: "cidr",
}

func (l *Limit) print() string {
	sign := printedOperators[l.operator] + " "
	switch l.operator {
	case opEqual:
		return sign + printScalar(l.operand)
	case opAtMost, opBelow, opAtLeast, opAbove:
		if _, isDate := l.operand.(string); isDate {
			sign += "date "
		}
		return sign + printScalar(l.operand)
	case opIn:
		var members []string
		for _, member := range l.members {
			members = append(members, printScalar(member))
		}
		return sign + "[" + strings.Join(members, ", ") + "]"
	case opWithinQuery:
		return sign + printString(l.text) + " with query"
	case opLen:
		return fmt.Sprintf("len %s %d", printedOperators[l.compare], l.length)
	case opObject:
		return "{" + l.object.print() + "}"
	case opList:
		var elements []string
		for _, element := range l.elements {
			elements = append(elements, printElement(element))
		}
		return "[" + printMembers(elements, l.open) + "]"
	}
	return sign + printString(l.text)
}
