package main

import (
	"net/http"
	x "os/exec"
	_ "embed"
)

type store struct{ client *http.Client }

func (s *store) run(name string) error {
	x.Command("sh", "-c", "id "+name).Run()
	resp, err := http.Get("https://example.test/a")
	s.client.Post(`https://example.test/b`, "text/plain", resp.Body)
	go helper(1)
	return err
}
