package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Values are nil, bool, float64, string, []any and map[string]any (call.md, "Values").

// compareTexts is the order of texts: shorter first, then byte by byte (README.md, "Conventions").
func compareTexts(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func sortedNames[V any](object map[string]V) []string {
	return slices.SortedFunc(maps.Keys(object), compareTexts)
}

// scanner reads a JSON text (call.md, "Reading JSON"), or a grant text that holds some.
type scanner struct {
	text string
	at   int
}

const (
	jsonBytes = 524288
	// jsonDepth is that of the deepest value that is within the limits: 15 below
	// a message and its params.
	jsonDepth = 17
)

// readJSON reads a whole JSON text.
func readJSON(text []byte) any {
	refuseIf(len(text) > jsonBytes, "limit_exceeded")
	refuseIf(!utf8.Valid(text), "json_string")
	s := &scanner{text: string(text)}
	value := s.value(1)
	s.space()
	refuseIf(s.at < len(s.text), "json_syntax")
	return value
}

// next is the byte that follows, 0 at the end.
func (s *scanner) next() byte {
	if s.at == len(s.text) {
		return 0
	}
	return s.text[s.at]
}

// taken passes over the text if it follows.
func (s *scanner) taken(text string) bool {
	found := strings.HasPrefix(s.text[s.at:], text)
	if found {
		s.at += len(text)
	}
	return found
}

// run passes over the bytes that follow and are of some, and returns them.
func (s *scanner) run(of func(byte) bool) string {
	start := s.at
	for s.at < len(s.text) && of(s.text[s.at]) {
		s.at++
	}
	return s.text[start:s.at]
}

func (s *scanner) space() {
	s.run(func(char byte) bool { return strings.IndexByte(" \t\n\r", char) >= 0 })
}

// value reads one JSON value and the white space before it.
func (s *scanner) value(level int) any {
	refuseIf(level > jsonDepth, "limit_exceeded")
	s.space()
	switch char := s.next(); {
	case char == '{':
		return s.object(level)
	case char == '[':
		return s.list(level)
	case char == '"':
		return s.string()
	case isDigit(char) || char == '-':
		return s.number()
	}
	switch s.run(isLetter) {
	case "null":
		return nil
	case "true":
		return true
	case "false":
		return false
	}
	refuse("json_syntax")
	return nil
}

func (s *scanner) object(level int) any {
	object := map[string]any{}
	s.members('}', func() {
		refuseIf(s.next() != '"', "json_syntax")
		name := s.string()
		_, twice := object[name]
		refuseIf(twice, "json_duplicate_name")
		s.space()
		refuseIf(!s.taken(":"), "json_syntax")
		object[name] = s.value(level + 1)
	})
	return object
}

func (s *scanner) list(level int) any {
	list := []any{}
	s.members(']', func() { list = append(list, s.value(level+1)) })
	return list
}

// members reads what stands between brackets, separated by commas.
func (s *scanner) members(end byte, member func()) {
	s.at++
	s.space()
	if s.next() == end {
		s.at++
		return
	}
	for {
		s.space()
		member()
		s.space()
		if s.next() == end {
			s.at++
			return
		}
		refuseIf(!s.taken(","), "json_syntax")
	}
}

// string reads a JSON string.
func (s *scanner) string() string {
	var whole strings.Builder
	for s.at++; ; {
		refuseIf(s.at == len(s.text), "json_syntax")
		switch char := s.text[s.at]; {
		case char == '"':
			s.at++
			return whole.String()
		case char < 0x20:
			refuse("json_string")
		case char == '\\':
			whole.WriteRune(s.escape())
		default:
			whole.WriteByte(char)
			s.at++
		}
	}
}

// escape reads one escape, or the two of a surrogate pair.
func (s *scanner) escape() rune {
	refuseIf(s.at+1 == len(s.text), "json_string")
	char := s.text[s.at+1]
	if char == 'u' {
		point := s.unit()
		if utf16.IsSurrogate(point) {
			refuseIf(!strings.HasPrefix(s.text[s.at:], `\u`), "json_string")
			point = utf16.DecodeRune(point, s.unit())
			refuseIf(point == utf8.RuneError, "json_string")
		}
		return point
	}
	place := strings.IndexByte(`"\/bfnrt`, char)
	refuseIf(place < 0, "json_string")
	s.at += 2
	return rune("\"\\/\b\f\n\r\t"[place])
}

// unit reads \uXXXX.
func (s *scanner) unit() rune {
	refuseIf(s.at+6 > len(s.text), "json_string")
	digits := s.text[s.at+2 : s.at+6]
	unit, fault := strconv.ParseUint(digits, 16, 16)
	refuseIf(fault != nil, "json_string")
	s.at += 6
	return rune(unit)
}

// number reads a literal: accepted if it says exactly what its double prints (call.md, "Numbers").
func (s *scanner) number() float64 {
	literal := s.run(func(char byte) bool { return isDigit(char) || strings.IndexByte("-+.eE", char) >= 0 })
	digits, exponent := literalDigits(literal)
	if digits == "" {
		return 0
	}
	refuseIf(len(digits) > 17 || exponent < -400 || exponent > 400, "json_number")
	double, fault := strconv.ParseFloat(digits+"e"+strconv.Itoa(exponent), 64)
	refuseIf(fault != nil || double == 0 || double > maxExact, "json_number")
	printed, place := shortest(double)
	refuseIf(printed != digits || place != exponent, "json_number")
	if literal[0] == '-' {
		return -double
	}
	return double
}

// literalDigits judges the grammar of RFC 8259 and returns the digits, without
// zeros at either end, and the power of ten behind the last of them.
func literalDigits(literal string) (digits string, exponent int) {
	s := &scanner{text: literal}
	s.taken("-")
	whole := s.run(isDigit)
	refuseIf(whole == "" || len(whole) > 1 && whole[0] == '0', "json_number")
	fraction := ""
	if s.taken(".") {
		fraction = s.run(isDigit)
		refuseIf(fraction == "", "json_number")
	}
	if s.taken("e") || s.taken("E") {
		negative := s.taken("-")
		if !negative {
			s.taken("+")
		}
		written := s.run(isDigit)
		refuseIf(written == "", "json_number")
		// What has more than nine digits is farther than any text is long.
		exponent = 999999999
		if written = strings.TrimLeft(written, "0"); len(written) <= 9 {
			exponent, _ = strconv.Atoi("0" + written)
		}
		if negative {
			exponent = -exponent
		}
	}
	refuseIf(s.at < len(literal), "json_number")
	all := strings.TrimLeft(whole+fraction, "0")
	digits = strings.TrimRight(all, "0")
	return digits, exponent - len(fraction) + len(all) - len(digits)
}

// shortest are the digits that Number::toString prints of a positive double, and
// the power of ten behind the last of them (call.md, "Numbers").
func shortest(double float64) (digits string, exponent int) {
	printed := strconv.FormatFloat(double, 'e', -1, 64)
	mantissa, _, _ := strings.Cut(printed, "e")
	// The library may take another one of two equally near: rounding to as many
	// digits is by definition to the nearest and to the even one.
	precision := max(len(mantissa)-2, 0)
	nearest := strconv.FormatFloat(double, 'e', precision, 64)
	if back, _ := strconv.ParseFloat(nearest, 64); back == double {
		printed = nearest
	}
	mantissa, power, _ := strings.Cut(printed, "e")
	digits = strings.Replace(mantissa, ".", "", 1)
	exponent, _ = strconv.Atoi(power)
	exponent -= len(digits) - 1
	all := len(digits)
	digits = strings.TrimRight(digits, "0")
	return digits, exponent + all - len(digits)
}

// printNumber: call.md, "Printing".
func printNumber(number float64) string {
	if number == 0 {
		return "0"
	}
	sign := ""
	if number < 0 {
		sign = "-"
	}
	digits, exponent := shortest(math.Abs(number))
	point := len(digits) + exponent // digits before the decimal point
	switch {
	case exponent >= 0:
		return sign + digits + strings.Repeat("0", exponent)
	case point > 0:
		return sign + digits[:point] + "." + digits[point:]
	case point > -6:
		return sign + "0." + strings.Repeat("0", -point) + digits
	case len(digits) == 1:
		return fmt.Sprintf("%s%se%d", sign, digits, point-1)
	}
	return fmt.Sprintf("%s%s.%se%d", sign, digits[:1], digits[1:], point-1)
}

// millionths of a number that is an amount (call.md, "Amounts").
func millionths(value any) (amount uint64, valid bool) {
	number, isNumber := value.(float64)
	if !isNumber || number < 0 || number >= 9e12 {
		return 0, false
	}
	if number == 0 {
		return 0, true
	}
	digits, exponent := shortest(number)
	if exponent < -6 {
		return 0, false
	}
	amount, fault := strconv.ParseUint(digits+strings.Repeat("0", exponent+6), 10, 64)
	return amount, fault == nil
}

// printString: call.md, "Printing JSON".
func printString(text string) string {
	var whole strings.Builder
	whole.WriteByte('"')
	for _, point := range text {
		switch place := strings.IndexRune("\"\\\n\r\t", point); {
		case place >= 0:
			whole.WriteString([]string{`\"`, `\\`, `\n`, `\r`, `\t`}[place])
		case isRefused(point):
			for _, unit := range utf16.Encode([]rune{point}) {
				fmt.Fprintf(&whole, `\u%04x`, unit)
			}
		default:
			whole.WriteRune(point)
		}
	}
	whole.WriteByte('"')
	return whole.String()
}
