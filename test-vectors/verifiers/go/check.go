package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// check judges one presentation for a person and returns the exit status.
func check(arguments []string) (status int) {
	defer func() {
		if fault := recover(); fault != nil {
			fmt.Fprintln(os.Stderr, fault)
			fmt.Fprintln(os.Stderr, usage)
			status = 2
		}
	}()
	places, now, lists := options(arguments)
	if len(places) != 3 {
		understood(errors.New("three arguments are needed"))
	}
	presentation := places[0]
	if path, isFile := strings.CutPrefix(presentation, "@"); isFile {
		presentation = fileText(path)
	}
	var written writtenVerifier
	understood(json.Unmarshal([]byte(fileText(places[2])), &written))
	var v *verification
	refusal := caught(func() {
		verifier, memory := newVerifier(written), newMemory()
		for _, path := range lists {
			memory.takeIn(readList(decodeText("list", fileText(path))), true, verifier.trust, now)
		}
		var content []byte
		inStep("form", func() { content = decodeText("presentation", presentation) })
		v = verify(verifier, memory, content, []byte(places[1]), now)
	})
	if refusal != nil {
		printRefusal(refusal)
		return 3
	}
	printVerified(v)
	return 0
}

// options tells places from options.
func options(arguments []string) (places []string, now int64, lists []string) {
	now = time.Now().Unix()
	for i := 0; i < len(arguments); i++ {
		option := arguments[i]
		if option != "--now" && option != "--list" {
			places = append(places, option)
			continue
		}
		if i++; i == len(arguments) {
			understood(errors.New(option + " needs a value"))
		}
		if option == "--list" {
			lists = append(lists, arguments[i])
			continue
		}
		seconds, fault := strconv.ParseInt(arguments[i], 10, 64)
		understood(fault)
		now = seconds
	}
	return places, now, lists
}

// fileText is what a file holds, without the newline at its end.
func fileText(path string) string {
	content, fault := os.ReadFile(path)
	understood(fault)
	return strings.TrimRight(string(content), "\r\n")
}

func printVerified(v *verification) {
	root := v.token.links[0]
	authorizer := keyText(root.issuer)
	if root.subject != nil {
		authorizer = printString(*root.subject) + " of " + v.entry.name
	}
	fmt.Println("VERIFIED", v.call.Action, "for", authorizer)
	for i, link := range v.token.links {
		fmt.Printf("  link %d holder %s\n", i+1, keyText(link.holder))
	}
	for _, c := range v.charges {
		fmt.Printf("  owes %d of %d to %x\n", c.amount, c.limit, c.counter)
	}
	for _, id := range v.endorsementIDs() {
		fmt.Println("  endorsed by", id)
	}
	printRevocations(v)
	fmt.Println("  nothing was charged: a ledger has to burn the proof before the call may run")
}

// printRevocations says what was looked up (revocation.md, "Fresh").
func printRevocations(v *verification) {
	if v.verifier.revocations == revocationsNone {
		fmt.Println("  revocations: not checked")
		return
	}
	fmt.Printf("  revocations: %s, %d lists\n", v.verifier.revocations, len(v.memory.newest))
	for _, list := range v.memory.newest {
		fmt.Printf("  list %d of %s, %d s old\n", list.number, keyText(list.key), v.now-list.issued)
	}
}

func printRefusal(refusal *Refusal) {
	line := "DENIED " + refusal.Code
	if refusal.Step != "" {
		line += ", step " + refusal.Step
	}
	if refusal.Link != nil {
		line += fmt.Sprintf(", link %d", *refusal.Link)
	}
	if refusal.Argument != nil {
		line += ", argument " + *refusal.Argument
	}
	fmt.Println(line)
}
