package main

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"
)

type codePoints [][2]rune

// refusedPoints: code points that no text of a policy has (operators.md, "Code points").
var refusedPoints = codePoints{
	{0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C},
	{0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F}, {0x2028, 0x202E},
	{0x2060, 0x206F}, {0x2800, 0x2800}, {0x3164, 0x3164}, {0xFDD0, 0xFDEF}, {0xFE00, 0xFE0F},
	{0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3},
	{0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
}

// lookAlikes of . / \ and %, not clean in segments.
var lookAlikes = codePoints{
	{0x00A5, 0x00A5}, {0x2024, 0x2026}, {0x2044, 0x2044}, {0x2052, 0x2052}, {0x20A9, 0x20A9},
	{0x2100, 0x2101}, {0x2105, 0x2106}, {0x2215, 0x2216}, {0x2488, 0x249B}, {0x2571, 0x2572},
	{0x27CB, 0x27CB}, {0x27CD, 0x27CD}, {0x29F5, 0x29F9}, {0x3002, 0x3002}, {0x33C2, 0x33C2},
	{0x33C7, 0x33C7}, {0x33D8, 0x33D8}, {0xFE19, 0xFE19}, {0xFE30, 0xFE30}, {0xFE52, 0xFE52},
	{0xFE68, 0xFE68}, {0xFE6A, 0xFE6A}, {0xFF05, 0xFF05}, {0xFF0E, 0xFF0F}, {0xFF3C, 0xFF3C},
	{0xFF61, 0xFF61}, {0x1F100, 0x1F100},
}

// spaces, which may not begin or end a segment.
var spaces = codePoints{
	{0x0020, 0x0020}, {0x00A0, 0x00A0}, {0x1680, 0x1680}, {0x2000, 0x200A}, {0x202F, 0x202F},
	{0x205F, 0x205F}, {0x3000, 0x3000},
}

func (set codePoints) has(point rune) bool {
	for _, span := range set {
		if span[0] <= point && point <= span[1] {
			return true
		}
	}
	return false
}

// isRefused says so of the listed ranges and of the last two of every plane.
func isRefused(point rune) bool { return point&0xFFFE == 0xFFFE || refusedPoints.has(point) }

func hasRefused(text string) bool { return strings.ContainsFunc(text, isRefused) }

// isDate: operators.md, "Dates".
func isDate(text string) bool {
	shape := "0000-00-00"
	if len(text) != len(shape) {
		shape = "0000-00-00T00:00:00Z"
	}
	if len(text) != len(shape) {
		return false
	}
	for i := range len(shape) {
		if digit := isDigit(text[i]); digit != (shape[i] == '0') || !digit && text[i] != shape[i] {
			return false
		}
	}
	part := func(from, to int) int { value, _ := strconv.Atoi(text[from:to]); return value }
	year, month, day := part(0, 4), part(5, 7), part(8, 10)
	if month < 1 || month > 12 || day < 1 || day > daysOf(year, month) {
		return false
	}
	return len(text) == 10 || part(11, 13) <= 23 && part(14, 16) <= 59 && part(17, 19) <= 59
}

// daysOf a month of the proleptic Gregorian calendar.
func daysOf(year, month int) int {
	days := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		days++
	}
	return days
}

func isDigit(char byte) bool { return '0' <= char && char <= '9' }

func isLetter(char byte) bool { return 'a' <= char|0x20 && char|0x20 <= 'z' }

// isCleanSegment: operators.md, "Paths".
func isCleanSegment(segment string) bool {
	if segment == "" || segment == "." || segment == ".." {
		return false
	}
	first, _ := utf8.DecodeRuneInString(segment)
	last, _ := utf8.DecodeLastRuneInString(segment)
	return !spaces.has(first) && !spaces.has(last) && !strings.ContainsAny(segment, `/\%`) &&
		!strings.ContainsFunc(segment, func(point rune) bool { return isRefused(point) || lookAlikes.has(point) })
}

// cleanSegments are joined by "/", optionally after a leading one.
func cleanSegments(text string) bool {
	for segment := range strings.SplitSeq(strings.TrimPrefix(text, "/"), "/") {
		if !isCleanSegment(segment) {
			return false
		}
	}
	return len(text) <= 4096
}

func isCleanPath(path string) bool {
	return path == "/" || strings.HasPrefix(path, "/") && cleanSegments(path)
}

// isUnder says whether a clean path is the one allowed, or below it.
func isUnder(path, allowed string) bool {
	return allowed == "/" || path == allowed || strings.HasPrefix(path, allowed+"/")
}

// isGlob: operators.md, "Globs"; its size and stars are judged by who reads it.
func isGlob(glob string) bool { return cleanSegments(glob) && !strings.Contains(glob, "**") }

// isLike says whether clean segments have the pattern of a glob.
func isLike(value, glob string) bool {
	segments, patterns := strings.Split(value, "/"), strings.Split(glob, "/")
	if len(segments) != len(patterns) || strings.HasPrefix(value, "/") != strings.HasPrefix(glob, "/") {
		return false
	}
	for i, segment := range segments {
		if !segmentIsLike(segment, patterns[i]) {
			return false
		}
	}
	return true
}

// segmentIsLike takes each piece between stars at its first place, without backtracking.
func segmentIsLike(segment, pattern string) bool {
	pieces := strings.Split(pattern, "*")
	if len(pieces) == 1 {
		return segment == pattern
	}
	rest, begins := strings.CutPrefix(segment, pieces[0])
	if !begins {
		return false
	}
	for _, piece := range pieces[1 : len(pieces)-1] {
		_, behind, found := strings.Cut(rest, piece)
		if !found {
			return false
		}
		rest = behind
	}
	return strings.HasSuffix(rest, pieces[len(pieces)-1])
}

// isCleanHost: operators.md, "Host names".
func isCleanHost(host string) bool {
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' || !onlyOf(label, isHostChar) {
			return false
		}
		if encoded, marked := strings.CutPrefix(label, "xn--"); marked && !isPunycode(encoded) {
			return false
		}
	}
	return len(host) <= 253 && isLetter(labels[len(labels)-1][0])
}

func isHostChar(char byte) bool { return 'a' <= char && char <= 'z' || isDigit(char) || char == '-' }

func isLowerHex(char byte) bool { return isDigit(char) || 'a' <= char && char <= 'f' }

// onlyOf says whether every byte of a text is one of some; also if there is none.
func onlyOf(text string, of func(byte) bool) bool {
	for i := range len(text) {
		if !of(text[i]) {
			return false
		}
	}
	return true
}

// isPunycode decodes what follows "xn--" (RFC 3492, section 6.2).
func isPunycode(encoded string) bool {
	const base, tMin, tMax, skew, damp, maxPoint = 36, 1, 26, 38, 700, 0x10FFFF
	hyphen := strings.LastIndexByte(encoded, '-')
	if hyphen == 0 || hyphen == len(encoded)-1 {
		return false // nothing before the last hyphen, or nothing behind it, or nothing at all
	}
	length, point, index, bias := max(hyphen, 0), 128, 0, 72
	for rest := encoded[hyphen+1:]; rest != ""; {
		before, weight := index, 1
		for k := base; ; k += base {
			if rest == "" {
				return false
			}
			digit := int(rest[0]) - 'a'
			if isDigit(rest[0]) {
				digit = int(rest[0]) - '0' + 26
			}
			rest = rest[1:]
			index += digit * weight
			threshold := min(max(k-bias, tMin), tMax)
			if index > 1<<32 || weight > 1<<32 {
				return false // what does not fit 32 bits is above U+10FFFF
			}
			if digit < threshold {
				break
			}
			weight *= base - threshold
		}
		length++
		delta := (index - before) / 2
		if before == 0 {
			delta = (index - before) / damp
		}
		delta += delta / length
		bias = 0
		for ; delta > (base-tMin)*tMax/2; bias += base {
			delta /= base - tMin
		}
		bias += (base - tMin + 1) * delta / (delta + skew)
		point += index / length
		index %= length
		if point > maxPoint || 0xD800 <= point && point <= 0xDFFF || isRefused(rune(point)) || lookAlikes.has(rune(point)) {
			return false
		}
		index++
	}
	return true
}

func isUnreserved(char byte) bool {
	return isLetter(char) || isDigit(char) || strings.IndexByte("-._~", char) >= 0
}

func isPathChar(char byte) bool {
	return isUnreserved(char) || strings.IndexByte("!$&()*+,=:@", char) >= 0
}

func isQueryChar(char byte) bool {
	return isPathChar(char) || strings.IndexByte(";/?", char) >= 0
}

// unescaped reads the escapes of a part of a URL; one that stands for a byte
// that may stand raw, or is not upper-case, is none.
func unescaped(part string, raw func(byte) bool) (string, bool) {
	var whole []byte
	for i := 0; i < len(part); i++ {
		switch {
		case raw(part[i]):
			whole = append(whole, part[i])
		case part[i] == '%' && i+2 < len(part) && strings.ToUpper(part[i:i+3]) == part[i:i+3]:
			value, fault := strconv.ParseUint(part[i+1:i+3], 16, 8)
			if fault != nil || raw(byte(value)) {
				return "", false
			}
			whole = append(whole, byte(value))
			i += 2
		default:
			return "", false
		}
	}
	return string(whole), utf8.Valid(whole)
}

// isCleanURL: operators.md, "URLs".
func isCleanURL(url string) bool {
	scheme, rest, found := strings.Cut(url, "://")
	if !found || scheme != "https" && scheme != "http" || len(url) > 8192 {
		return false
	}
	address, query, hasQuery := strings.Cut(rest, "?")
	plain, clean := unescaped(query, isQueryChar)
	if hasQuery && (query == "" || !clean || hasRefused(plain)) {
		return false
	}
	authority, path, found := strings.Cut(address, "/")
	host, port, hasPort := strings.Cut(authority, ":")
	if !found || !isCleanHost(host) || hasPort && !isCleanPort(port, scheme) {
		return false
	}
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if segment == "" && i == len(segments)-1 {
			break // behind a final slash
		}
		if plain, clean := unescaped(segment, isPathChar); !clean || !isCleanSegment(plain) || strings.Contains(plain, ";") {
			return false
		}
	}
	return true
}

func isCleanPort(port, scheme string) bool {
	number, fault := strconv.ParseUint(port, 10, 16)
	usual := scheme == "https" && number == 443 || scheme == "http" && number == 80
	return fault == nil && number > 0 && !usual && port == strconv.FormatUint(number, 10)
}

// isWithin says whether a clean URL is the one allowed, or below it.
func isWithin(url, allowed string, withQuery bool) bool {
	address, _, hasQuery := strings.Cut(url, "?")
	below, begins := strings.CutPrefix(address, allowed)
	return (withQuery || !hasQuery) && begins &&
		(below == "" || strings.HasSuffix(allowed, "/") || below[0] == '/')
}

// isCleanMail: operators.md, "Mail addresses".
func isCleanMail(address string) bool {
	local, host, found := strings.Cut(address, "@")
	isLocalChar := func(char byte) bool {
		return isLetter(char) || isDigit(char) || strings.IndexByte("._+-'", char) >= 0
	}
	return found && len(address) <= 254 && isCleanHost(host) && local != "" && len(local) <= 64 &&
		onlyOf(local, isLocalChar) && local[0] != '-' && local[0] != '.' && !strings.HasSuffix(local, ".") &&
		!strings.Contains(local, "..")
}

// cleanIP: operators.md, "IP addresses". The library writes as RFC 5952 says.
func cleanIP(text string) (netip.Addr, bool) {
	address, fault := netip.ParseAddr(text)
	return address, fault == nil && !address.Is4In6() && address.Zone() == "" && address.String() == text
}

// network reads the operand of cidr.
func network(text string) (netip.Prefix, bool) {
	before, after, _ := strings.Cut(text, "/")
	address, clean := cleanIP(before)
	bits, fault := strconv.Atoi(after)
	prefix := netip.PrefixFrom(address, bits)
	return prefix, clean && fault == nil && strconv.Itoa(bits) == after && prefix.IsValid() && prefix.Masked() == prefix
}
