// Reads {"columns": […], "rows": [[…]]} from standard input and writes it with encoding/csv.
package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"log"
	"os"
)

func main() {
	var table struct {
		Columns []string
		Rows    [][]any
	}
	decoder := json.NewDecoder(os.Stdin)
	decoder.UseNumber()
	if err := decoder.Decode(&table); err != nil {
		log.Fatal(err)
	}
	out := csv.NewWriter(os.Stdout)
	if os.Args[1] == "tabs" {
		out.Comma = '\t'
		out.UseCRLF = true
	}
	rows := [][]string{table.Columns}
	for _, row := range table.Rows {
		var texts []string
		for _, value := range row {
			// What a program prints that forgets that a value may be missing.
			texts = append(texts, fmt.Sprint(value))
		}
		rows = append(rows, texts)
	}
	if err := out.WriteAll(rows); err != nil {
		log.Fatal(err)
	}
}
