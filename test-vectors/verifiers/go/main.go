// Command verify answers whether a presented token allows a call.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
)

const usage = `usage: verify run DIR
       verify answer
       verify check PRESENTATION CALL-JSON VERIFIER.json [--now SECONDS] [--list FILE]...`

func main() {
	arguments := append(os.Args[1:], "")
	switch {
	case arguments[0] == "run" && len(arguments) == 3:
		os.Exit(run(arguments[1]))
	case arguments[0] == "answer" && len(arguments) == 2:
		answerLines()
	case arguments[0] == "check":
		os.Exit(check(os.Args[2:]))
	default:
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
}

// answerLines is the line protocol.
func answerLines() {
	lines := bufio.NewReader(os.Stdin)
	for {
		line, fault := lines.ReadBytes('\n')
		if len(line) > 0 {
			var asked struct {
				Do    string          `json:"do"`
				Input json.RawMessage `json:"input"`
			}
			given := answer{"verdict": "error", "message": "no question"}
			if json.Unmarshal(line, &asked) == nil {
				given = reply(asked.Do, asked.Input)
			}
			written, _ := json.Marshal(given)
			fmt.Println(string(written))
		}
		if fault != nil {
			return
		}
	}
}

// vectors is one file of them.
type vectors struct {
	Subject string   `json:"subject"`
	Count   int      `json:"count"`
	Vectors []vector `json:"vectors"`
}

type vector struct {
	ID     string          `json:"id"`
	Do     string          `json:"do"`
	Input  json.RawMessage `json:"input"`
	Expect map[string]any  `json:"expect"`
}

// run answers every vector of a folder and returns the exit status.
func run(folder string) int {
	ran, differ, failed := 0, 0, false
	paths, _ := filepath.Glob(filepath.Join(folder, "*.json"))
	for _, path := range paths {
		if filepath.Base(path) == "schema.json" {
			continue
		}
		content, fault := os.ReadFile(path)
		var file vectors
		if fault == nil {
			fault = json.Unmarshal(content, &file)
		}
		if fault != nil {
			fmt.Println(path, fault)
			failed = true
			continue
		}
		differing := 0
		for _, v := range file.Vectors {
			if !v.passes() {
				differing++
			}
		}
		fmt.Printf("%s: %d of %d ran, %d differ\n", file.Subject, len(file.Vectors), file.Count, differing)
		failed = failed || len(file.Vectors) != file.Count
		ran, differ = ran+len(file.Vectors), differ+differing
	}
	fmt.Printf("total: %d ran, %d differ\n", ran, differ)
	if failed || differ > 0 || ran == 0 {
		return 1
	}
	return 0
}

// passes compares every member of the expected answer, and prints what differs.
func (v vector) passes() bool {
	written, _ := json.Marshal(reply(v.Do, v.Input))
	var got map[string]any
	_ = json.Unmarshal(written, &got)
	for name, expected := range v.Expect {
		found, stated := got[name]
		if !stated || !reflect.DeepEqual(found, expected) {
			expect, _ := json.Marshal(v.Expect)
			fmt.Printf("%s: expected %s, got %s\n", v.ID, expect, written)
			return false
		}
	}
	return true
}
