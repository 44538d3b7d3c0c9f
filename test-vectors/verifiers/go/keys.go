package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"lukechampine.com/blake3"
)

// blake3ID is BLAKE3 in its derive-key mode (README.md, "Conventions").
func blake3ID(context string, content []byte) []byte {
	id := make([]byte, 32)
	blake3.DeriveKey(id, context, content)
	return id
}

// Key is the 32 bytes of a public key.
type Key string

func (k Key) hex() string { return hex.EncodeToString([]byte(k)) }

// smallOrder: token.md, "Signatures"; with the top bit cleared, in hexadecimal.
var smallOrder = []string{
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
}

// bigOf is the number that a hexadecimal or decimal constant says.
func bigOf(constant string) *big.Int {
	number, _ := new(big.Int).SetString(constant, 0)
	return number
}

var (
	fieldPrime = bigOf("57896044618658097711785492504343953926634992332820282019728792003956564819949")
	groupOrder = bigOf("7237005577332262213973186563042994240857116359379907606001950938285454250989")
	// curveD is d of the curve −x² + y² = 1 + dx²y².
	curveD = bigOf("37095705934669439343138083508754565189542113879843219016388785533085940283555")
)

func littleEndian(content []byte) *big.Int {
	turned := slices.Clone(content)
	slices.Reverse(turned)
	return new(big.Int).SetBytes(turned)
}

// isCanonicalPoint: y < p, and not of small order.
func isCanonicalPoint(encoded []byte) bool {
	y := slices.Clone(encoded)
	y[31] &= 0x7F
	return littleEndian(y).Cmp(fieldPrime) < 0 && !slices.Contains(smallOrder, hex.EncodeToString(y))
}

// newKey judges a public key when it is read (token.md, "Signatures").
func newKey(content []byte) Key {
	refuseIf(len(content) != 32, "value_invalid")
	refuseIf(!isCanonicalPoint(content), "key_invalid")
	return Key(content)
}

// newPointKey judges also that a key decodes to a point of the curve: that
// x² = (y² − 1) / (dy² + 1) is a square, as the product of the two then is.
func newPointKey(content []byte) Key {
	key := newKey(content)
	y := slices.Clone(content)
	y[31] &= 0x7F
	square := new(big.Int).Exp(littleEndian(y), big.NewInt(2), fieldPrime)
	above := new(big.Int).Sub(square, big.NewInt(1))
	below := new(big.Int).Add(new(big.Int).Mul(curveD, square), big.NewInt(1))
	refuseIf(big.Jacobi(above.Mul(above, below), fieldPrime) < 0, "key_invalid")
	return key
}

func judgeSignatureForm(signature []byte) {
	refuseIf(len(signature) != 64, "value_invalid")
	refuseIf(littleEndian(signature[32:]).Cmp(groupOrder) >= 0, "signature_form")
	refuseIf(!isCanonicalPoint(signature[:32]), "signature_form")
}

// isSigned is the cofactorless equation, which is that of the standard library.
func isSigned(key Key, message, signature []byte) bool {
	return ed25519.Verify(ed25519.PublicKey(key), message, signature)
}

// form is one kind of text (token.md, "Text forms").
type form struct {
	kind, prefix string
	limit        int
}

var forms = []form{
	{"token", "dpt1_", 32768},
	{"presentation", "dptp1_", 49152},
	{"endorsement", "dpte1_", 1024},
	{"list", "dptr1_", listBytes},
	{"secret-key", "dptsk1_", 32},
	{"public-key", "did:key:", 48},
}

// decodeText gives the bytes of a text where an object of one kind is due.
func decodeText(kind, text string) []byte {
	refuseIf(strings.HasPrefix(text, "dptsk1_") && kind != "secret-key", "secret_refused")
	for _, form := range forms {
		content, begins := strings.CutPrefix(text, form.prefix)
		switch {
		case !begins:
			continue
		case form.kind != kind:
			refuse("kind_mismatch")
		case kind == "public-key":
			return []byte(decodeKey(content))
		}
		refuseIf(utf8.RuneCountInString(content)/4 > form.limit/3+1, "limit_exceeded")
		// The library passes over line breaks: comparing what it read with the text does not.
		decoded, fault := base64.RawURLEncoding.Strict().DecodeString(content)
		refuseIf(fault != nil || base64.RawURLEncoding.EncodeToString(decoded) != content, "text_form")
		refuseIf(kind == "secret-key" && len(decoded) != 32, "text_form")
		return decoded
	}
	refuse("text_form")
	return nil
}

const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// decodeKey: token.md, "Public keys as text"; what stands behind "did:key:".
func decodeKey(text string) Key {
	refuseIf(utf8.RuneCountInString(text) > 48 || !strings.HasPrefix(text, "z"), "key_invalid")
	number := new(big.Int)
	for i := range len(text) - 1 {
		digit := strings.IndexByte(base58, text[i+1])
		refuseIf(digit < 0, "key_invalid")
		number.Add(number.Mul(number, big.NewInt(58)), big.NewInt(int64(digit)))
	}
	content := number.Bytes()
	refuseIf(len(content) != 34 || content[0] != 0xED || content[1] != 0x01, "key_invalid")
	key := newPointKey(content[2:])
	refuseIf(keyText(key) != "did:key:"+text, "key_invalid")
	return key
}

// keyText is the text of a key.
func keyText(key Key) string {
	number := new(big.Int).SetBytes([]byte("\xED\x01" + string(key)))
	var digits []byte
	for remainder := new(big.Int); number.Sign() > 0; {
		number.DivMod(number, big.NewInt(58), remainder)
		digits = append(digits, base58[remainder.Int64()])
	}
	slices.Reverse(digits)
	return "did:key:z" + string(digits)
}
