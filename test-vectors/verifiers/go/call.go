package main

import (
	"encoding/hex"
	"slices"
	"strings"
)

// Call is an act attempted (call.md, "Parts").
type Call struct {
	Action string
	Args   map[string]any
	HTTP   *HTTP
}

// HTTP is the request that a call is (http.md, "The member").
type HTTP struct {
	Body           []byte
	Method, Target string
}

// newCall judges action and limits, whether a call was read or built.
func newCall(action string, args map[string]any, http *HTTP) *Call {
	refuseIf(hasSecret(action), "secret_refused")
	refuseIf(action == "" || hasRefused(action), "call_invalid")
	refuseIf(len(action) > 256, "limit_exceeded")
	refuseIf(countValues(args, 1) > 4096 || len(appendValue(nil, args)) > 65536, "limit_exceeded")
	return &Call{action, args, http}
}

// countValues counts a value and all in it, and judges how deep they are nested.
func countValues(value any, level int) int {
	count := 1
	switch members := value.(type) {
	case []any:
		refuseIf(level > 15, "limit_exceeded")
		for _, member := range members {
			count += countValues(member, level+1)
		}
	case map[string]any:
		refuseIf(level > 15, "limit_exceeded")
		for _, member := range members {
			count += countValues(member, level+1)
		}
	}
	return count
}

// callObject refuses what is not an object, or has other members than those named.
func callObject(value any, names ...string) map[string]any {
	members, isObject := value.(map[string]any)
	refuseIf(!isObject, "call_invalid")
	for name := range members {
		refuseIf(len(names) > 0 && !slices.Contains(names, name), "call_invalid")
	}
	return members
}

// callText refuses what is not a text.
func callText(value any) string {
	found, isText := value.(string)
	refuseIf(!isText, "call_invalid")
	return found
}

// optionalArgs are the arguments, or none where the member is left out.
func optionalArgs(members map[string]any, name string) map[string]any {
	if args, stated := members[name]; stated {
		return callObject(args)
	}
	return map[string]any{}
}

// readCall: call.md, "A call as JSON".
func readCall(json []byte) *Call {
	members := callObject(readJSON(json), "action", "args", "http")
	var http *HTTP
	if request, stated := members["http"]; stated {
		http = readHTTP(callObject(request, "body", "method", "target"))
	}
	return newCall(callText(members["action"]), optionalArgs(members, "args"), http)
}

// readHTTP: http.md, "The member".
func readHTTP(members map[string]any) *HTTP {
	digits, method, target := callText(members["body"]), callText(members["method"]), callText(members["target"])
	refuseIf(len(digits) != 64 || !onlyOf(digits, isLowerHex), "call_invalid")
	body, _ := hex.DecodeString(digits)
	isMethodChar := func(char byte) bool { return 'A' <= char && char <= 'Z' || char == '-' }
	refuseIf(method == "" || !onlyOf(method, isMethodChar), "call_invalid")
	isTargetChar := func(char byte) bool { return 0x21 <= char && char <= 0x7E && char != '#' }
	refuseIf(!strings.HasPrefix(target, "/") || !onlyOf(target, isTargetChar), "call_invalid")
	refuseIf(len(method) > 32 || len(target) > 8192, "limit_exceeded")
	return &HTTP{body, method, target}
}

// readMCP: call.md, "MCP tools/call".
func readMCP(label string, json []byte) *Call {
	isLabelChar := func(char byte) bool { return isLetter(char) || isDigit(char) || char == '_' || char == '-' }
	refuseIf(label == "" || !onlyOf(label, isLabelChar), "call_invalid")
	message := callObject(readJSON(json), "jsonrpc", "method", "params", "id")
	refuseIf(message["jsonrpc"] != "2.0" || message["method"] != "tools/call", "call_invalid")
	params := callObject(message["params"], "name", "arguments", "_meta", "task")
	name := callText(params["name"])
	refuseIf(name == "", "call_invalid")
	for _, unjudged := range []any{message["id"], params["_meta"], params["task"]} {
		refuseIf(countValues(unjudged, 1) > 4096, "limit_exceeded")
	}
	return newCall(label+"."+name, optionalArgs(params, "arguments"), nil)
}

// appendValue writes a value of a call; null occurs here only.
func appendValue(to []byte, value any) []byte {
	switch value := value.(type) {
	case nil:
		return append(to, 0xF6)
	case []any:
		to = appendHead(to, kindArray, uint64(len(value)))
		for _, member := range value {
			to = appendValue(to, member)
		}
		return to
	case map[string]any:
		to = appendHead(to, kindMap, uint64(len(value)))
		for _, name := range sortedNames(value) {
			to = appendValue(appendText(to, name), value[name])
		}
		return to
	}
	return appendScalar(to, value)
}

// canonical: call.md, "Canonical bytes and digest".
func (c *Call) canonical() []byte {
	members := uint64(2)
	if c.HTTP != nil {
		members = 3
	}
	whole := appendText(appendHead(nil, kindMap, members), "args")
	whole = appendValue(whole, c.Args)
	if c.HTTP != nil {
		whole = appendHead(appendText(whole, "http"), kindMap, 3)
		whole = appendBytes(appendText(whole, "body"), c.HTTP.Body)
		whole = appendText(appendText(whole, "method"), c.HTTP.Method)
		whole = appendText(appendText(whole, "target"), c.HTTP.Target)
	}
	return appendText(appendText(whole, "action"), c.Action)
}

func (c *Call) digest() []byte { return blake3ID("depute v1 call digest", c.canonical()) }

// readCallText: call.md, "The call's text form".
func readCallText(text string) *Call {
	s := newTextScanner(text)
	r := &reader{data: s.pattern()}
	kind, length := r.head()
	s.must(kind == kindText && length > 0)
	action := r.textOf(length)
	s.must(s.sign("("))
	args := map[string]any{}
	s.separated(")", false, func() {
		name := s.name()
		_, twice := args[name]
		refuseIf(twice, "json_duplicate_name")
		s.must(s.sign("="))
		args[name] = s.value(1)
	})
	s.end()
	return newCall(action, args, nil)
}
