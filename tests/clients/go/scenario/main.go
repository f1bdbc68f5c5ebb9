// The scenario of ../../README.md with the Go client. The steps are in v1.go and public.go.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"reflect"

	"example.com/app/orgd"
)

type scenario struct {
	client                   *orgd.APIClient
	owner, outsider, unknown context.Context
	random                   string
	step                     string
	slugs, checks            int
}

func main() {
	config := orgd.NewConfiguration()
	config.Servers = orgd.ServerConfigurations{{URL: os.Getenv("ORGD_URL")}}
	s := &scenario{
		client:   orgd.NewAPIClient(config),
		owner:    as(os.Getenv("ORGD_KEY")),
		outsider: as(os.Getenv("ORGD_ADMIN_KEY")),
		unknown:  as("bd_key_unknown"),
		random:   randomText(),
	}
	made := append(s.v1(), s.public()...)
	s.delete(made)
	fmt.Printf("go: %d checks passed\n", s.checks)
}

func as(key string) context.Context {
	return context.WithValue(context.Background(), orgd.ContextAccessToken, key)
}

func randomText() string {
	bytes := make([]byte, 6)
	_, _ = rand.Read(bytes) // never fails
	return fmt.Sprintf("%x", bytes)
}

func (s *scenario) slug() string {
	s.slugs++
	return fmt.Sprintf("go-%s-%d", s.random, s.slugs)
}

func (s *scenario) fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "go: %s: %s\n", s.step, fmt.Sprintf(format, values...))
	os.Exit(1)
}

func (s *scenario) equal(what string, expected, actual any) {
	if !reflect.DeepEqual(expected, actual) {
		s.fail("%s: expected %s, there was %s", what, text(expected), text(actual))
	}
	s.checks++
}

// Models have pointers to their members; JSON follows the pointers.
func text(value any) string {
	bytes, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(bytes)
}

func (s *scenario) check(what string, holds bool) {
	s.equal(what, true, holds)
}

func (s *scenario) succeeded(err error) {
	if err != nil {
		s.fail("%v", err)
	}
}

// Returns the model of an error, which has the type that the contract declares for the status.
func failure[T any](s *scenario, status int, response *http.Response, err error) T {
	var refused *orgd.GenericOpenAPIError
	if !errors.As(err, &refused) {
		s.fail("expected an error with status %d, there was %v", status, err)
	}
	s.equal("status", status, response.StatusCode)
	model, ok := refused.Model().(T)
	if !ok {
		s.fail("the error is a %T, with the body %s", refused.Model(), refused.Body())
	}
	return model
}

// Returns the part, pointer and code of each violation, sorted by pointer.
func (s *scenario) violations(listed []orgd.Violation, expected map[string]string) {
	faults := map[string]string{}
	for _, violation := range listed {
		s.equal("part", "body", violation.Part)
		faults[violation.Pointer] = violation.Code
	}
	s.equal("how many violations", len(expected), len(listed))
	s.equal("violations", expected, faults)
}

// Checks all pages: no id occurs twice, and the created organizations are listed, newest first.
func (s *scenario) listed(ids, made []string) {
	seen := map[string]bool{}
	mine := []string{}
	for _, id := range ids {
		s.check("an id comes once: "+id, !seen[id])
		seen[id] = true
		for _, one := range made {
			if id == one {
				mine = append([]string{id}, mine...)
			}
		}
	}
	s.equal("those that were made", made, mine)
}

func (s *scenario) delete(made []string) {
	s.step = "21. delete"
	s.equal("how many were made", 6, len(made))
	for _, id := range made {
		message, _, err := s.client.V1OrganizationsAPI.V1DeleteOrganization(s.owner, id).Execute()
		s.succeeded(err)
		s.equal("message", "Organization deleted successfully", message.Message)
	}
	_, response, err := s.client.V1OrganizationsAPI.V1GetOrganization(s.owner, made[0]).Execute()
	s.equal("code", orgd.V1ERRORCODE_NOT_FOUND, failure[orgd.V1Failure](s, 404, response, err).Error.Code)
	_, response, err = s.client.PublicOrganizationsAPI.PublicGetOrganization(s.owner, made[0]).Execute()
	s.equal("title", orgd.PUBLICERRORTITLE_NOT_FOUND, failure[orgd.PublicFailure](s, 404, response, err).Error.Title)
}
