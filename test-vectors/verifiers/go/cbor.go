package main

import (
	"bytes"
	"encoding/binary"
	"math"
	"unicode/utf8"
)

// Refusal is the answer "denied". Step, Link and Argument are set where the
// question has them (errors.md, "The JSON of a refusal").
type Refusal struct {
	Code     string
	Step     string
	Link     *int
	Argument *string
}

// refuse ends the reading or judging under way: the first fault decides
// (README.md, "Which fault decides"), so nothing after it is looked at. The
// panic never leaves this program's own functions: caught takes it.
func refuse(code string) { panic(&Refusal{Code: code}) }

func refuseIf(fault bool, code string) {
	if fault {
		refuse(code)
	}
}

// caught does the work and returns the refusal in which it ended, or nil.
func caught(work func()) (refusal *Refusal) {
	defer func() {
		if fault := recover(); fault != nil {
			found, ours := fault.(*Refusal)
			if !ours {
				panic(fault)
			}
			refusal = found
		}
	}()
	work()
	return nil
}

// inLink does the work and notes the link in a refusal (errors.md, "Which link").
func inLink(link int, work func()) {
	if refusal := caught(work); refusal != nil {
		refusal.Link = &link
		panic(refusal)
	}
}

// The kinds of items. The first six are the major types of CBOR.
const (
	kindUint = iota
	kindNegative
	kindBytes
	kindText
	kindArray
	kindMap
	kindTag
	kindBool
	kindFloat
)

const maxExact = 1<<53 - 1 // of integers in grants and calls

// reader reads deterministic CBOR, front to back and once (token.md, "Encoding").
type reader struct {
	data  []byte
	at    int
	nodes int // of a link's clauses so far (grant.md, "The wire form")
}

func (r *reader) left() int { return len(r.data) - r.at }

// end judges that nothing follows the object.
func (r *reader) end() { refuseIf(r.left() > 0, "cbor_trailing") }

// bigEndian reads the bytes of a longer head or of a float.
func (r *reader) bigEndian(size int) uint64 {
	refuseIf(r.left() < size, "cbor_truncated")
	var whole [8]byte
	copy(whole[8-size:], r.data[r.at:r.at+size])
	r.at += size
	return binary.BigEndian.Uint64(whole[:])
}

// head reads the head of an item, in the order of token.md, "Reading", 1 to 3.
// The value is a length, an integer, 0 or 1 of a boolean, or the bits of a float.
func (r *reader) head() (kind int, value uint64) {
	refuseIf(r.left() == 0, "cbor_truncated")
	first := r.data[r.at]
	r.at++
	switch {
	case first == 0xF4 || first == 0xF5:
		return kindBool, uint64(first & 1)
	case first == 0xFB:
		return kindFloat, r.bigEndian(8)
	case first == 0xF9 || first == 0xFA:
		refuse("cbor_float")
	case first == 0xFF:
		refuse("cbor_indefinite")
	case first >= 0xE0:
		refuse("cbor_simple")
	}
	kind, value = int(first>>5), uint64(first&0x1F)
	switch info := first & 0x1F; {
	case info == 31:
		refuse("cbor_indefinite")
	case info >= 28:
		refuse("cbor_long_head")
	case info >= 24:
		value = r.bigEndian(1 << (info - 24))
		least := []uint64{24, 1 << 8, 1 << 16, 1 << 32}[info-24]
		refuseIf(value < least, "cbor_long_head")
	}
	refuseIf(kind == kindTag, "cbor_tag")
	return kind, value
}

// due reads the head of an item of one kind.
func (r *reader) due(kind int) uint64 {
	found, value := r.head()
	refuseIf(found != kind, "cbor_type")
	return value
}

// length judges a length against what is left ("Reading", 5).
func (r *reader) length(claimed uint64) int {
	refuseIf(claimed > uint64(r.left()), "cbor_truncated")
	return int(claimed)
}

func (r *reader) uint() uint64 { return r.due(kindUint) }

func (r *reader) bool() bool { return r.due(kindBool) == 1 }

func (r *reader) array() int { return r.length(r.due(kindArray)) }

func (r *reader) mapHead() int { return r.length(r.due(kindMap)) }

func (r *reader) bytes() []byte {
	size := r.length(r.due(kindBytes))
	r.at += size
	return r.data[r.at-size : r.at]
}

// sized reads a byte string of one size.
func (r *reader) sized(size int) []byte {
	found := r.bytes()
	refuseIf(len(found) != size, "value_invalid")
	return found
}

func (r *reader) text() string { return r.textOf(r.due(kindText)) }

// textOf reads the bytes of a text whose head was read.
func (r *reader) textOf(claimed uint64) string {
	size := r.length(claimed)
	r.at += size
	found := r.data[r.at-size : r.at]
	refuseIf(!utf8.Valid(found), "cbor_utf8")
	return string(found)
}

// floatOf judges a float: one number has one spelling.
func floatOf(bits uint64) float64 {
	number := math.Float64frombits(bits)
	refuseIf(math.IsNaN(number) || math.IsInf(number, 0) || number == math.Trunc(number), "cbor_float")
	return number
}

// scalar reads a number, a text or, if they are due, a boolean.
func (r *reader) scalar(booleans bool) any {
	switch kind, value := r.head(); {
	case kind == kindText:
		return r.textOf(value)
	case kind == kindFloat:
		return floatOf(value)
	case kind == kindBool && booleans:
		return value == 1
	case kind == kindUint:
		refuseIf(value > maxExact, "value_invalid")
		return float64(value)
	case kind == kindNegative:
		refuseIf(value >= maxExact, "value_invalid")
		return -1 - float64(value)
	}
	refuse("cbor_type")
	return nil
}

// compareKeys judges that a key stands behind the one before, by their bytes.
func compareKeys(before, key []byte) {
	order := bytes.Compare(before, key)
	refuseIf(before != nil && order == 0, "cbor_duplicate_key")
	refuseIf(before != nil && order > 0, "cbor_key_order")
}

// fields reads a map whose keys are integers; field reads the value of a key or
// refuses one that is not known. It returns the keys that are there.
func (r *reader) fields(entries int, field func(key int64)) map[int64]bool {
	seen := map[int64]bool{}
	var before []byte
	for range entries {
		start := r.at
		kind, value := r.head()
		refuseIf(kind != kindUint && kind != kindNegative, "cbor_type")
		refuseIf(value > math.MaxInt64, "field_unknown")
		compareKeys(before, r.data[start:r.at])
		before = r.data[start:r.at]
		key := int64(value)
		if kind == kindNegative {
			key = -1 - key
		}
		field(key)
		seen[key] = true
	}
	return seen
}

// named reads a map whose keys are texts; value reads what stands behind a name.
func (r *reader) named(entries int, value func(name string)) {
	var before []byte
	for range entries {
		start := r.at
		name := r.text()
		compareKeys(before, r.data[start:r.at])
		before = r.data[start:r.at]
		value(name)
	}
}

// require judges missing keys, in the order given.
func require(seen map[int64]bool, keys ...int64) {
	for _, key := range keys {
		refuseIf(!seen[key], "field_missing")
	}
}

// anything reads an item of unknown content, nested at most 16 deep.
func (r *reader) anything(level int) {
	kind, value := r.head()
	count := 0
	switch kind {
	case kindText:
		r.textOf(value)
	case kindBytes:
		r.at += r.length(value)
	case kindFloat:
		floatOf(value)
	case kindArray, kindMap:
		count = r.length(value)
	}
	refuseIf(level > 16, "limit_exceeded")
	var before []byte
	for range count {
		start := r.at
		r.anything(level + 1)
		if kind == kindMap {
			compareKeys(before, r.data[start:r.at])
			before = r.data[start:r.at]
			r.anything(level + 1)
		}
	}
}

// appendHead writes the shortest head.
func appendHead(to []byte, kind int, value uint64) []byte {
	first := byte(kind << 5)
	switch {
	case value < 24:
		return append(to, first|byte(value))
	case value < 1<<8:
		return append(to, first|24, byte(value))
	case value < 1<<16:
		return binary.BigEndian.AppendUint16(append(to, first|25), uint16(value))
	case value < 1<<32:
		return binary.BigEndian.AppendUint32(append(to, first|26), uint32(value))
	}
	return binary.BigEndian.AppendUint64(append(to, first|27), value)
}

func appendBytes(to, content []byte) []byte {
	return append(appendHead(to, kindBytes, uint64(len(content))), content...)
}

func appendText(to []byte, text string) []byte {
	return append(appendHead(to, kindText, uint64(len(text))), text...)
}

func appendBool(to []byte, value bool) []byte {
	if value {
		return append(to, 0xF5)
	}
	return append(to, 0xF4)
}

// appendNumber writes a number: an integer if it has no fraction.
func appendNumber(to []byte, number float64) []byte {
	switch {
	case number != math.Trunc(number):
		return binary.BigEndian.AppendUint64(append(to, 0xFB), math.Float64bits(number))
	case number < 0:
		return appendHead(to, kindNegative, uint64(-1-number))
	}
	return appendHead(to, kindUint, uint64(number))
}

// appendScalar writes a text, a number or a boolean.
func appendScalar(to []byte, scalar any) []byte {
	switch value := scalar.(type) {
	case string:
		return appendText(to, value)
	case bool:
		return appendBool(to, value)
	}
	return appendNumber(to, scalar.(float64))
}
