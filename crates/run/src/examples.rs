//! The examples in the help of each command, with its exit codes.

/// Those of the main form.
pub(crate) const RUN: &str = "\
Examples:
  esql-run rule.toml events.ndjson               what does the rule alert on in these events?
  esql-run rule.toml 'logs/*.ndjson.gz'          a month of logs
  esql-run scan rules/ logs/                     many rules, one reading of the data
  esql-run -q 'FROM * | STATS COUNT(*) BY event.action' logs/
  esql-run rule.toml events.ndjson -f json       the answer as Elasticsearch's `_query` gives it
  esql-run rule.toml - < events.ndjson           events from standard input
  esql-run rule.toml a.ndjson --now latest       NOW() is the newest event's time
  esql-run -q 'ROW x = 1 | EVAL y = x + 1'       no data at all
  esql-run functions date_trunc                  the reference of a function

Exit codes:
  0  there are rows      1  there are none      2  an error      130  stopped by Ctrl-C";

pub(crate) const SCAN: &str = "\
Examples:
  esql-run scan rules/ logs/                     which rules alert on these events, and how often?
  esql-run scan rules/ logs/ -f ndjson           the alerts, a JSON object each

Exit codes:
  0  there are alerts    1  there are none      2  an error      130  stopped by Ctrl-C";

pub(crate) const WHY: &str = "\
Examples:
  esql-run why rule.toml events.ndjson           where do the events get lost?
  esql-run why rule.toml events.ndjson --id a1   what became of this event?
  esql-run why rule.toml events.ndjson -f html -o why.html

Exit codes:
  0  there are rows      1  there are none      2  an error      130  stopped by Ctrl-C";

pub(crate) const TEST: &str = "\
Examples:
  esql-run test rules/                           all tests of all rules
  esql-run test rule.toml --new                  a first test, with events that match
  esql-run test rules/ --watch                   again whenever a file is saved
  esql-run test rules/ -k \"upper case\"          only some of them

Exit codes:
  0  all passed          1  some failed         2  an error      130  stopped by Ctrl-C";

pub(crate) const FIELDS: &str = "\
Examples:
  esql-run fields events.ndjson                  what is in these events?
  esql-run fields logs/ --filter process         only fields with `process` in the name";

pub(crate) const CHECK: &str = "\
Examples:
  esql-run check rules/                          on each stack that a rule is for
  esql-run check rules/ --stack 8.19,9.3         on these
  esql-run check rule.toml --fix                 mend what is safe to mend
  esql-run check rules/ --deny warnings -f github

Exit codes:
  0  no errors           1  errors              2  a file that cannot be read";

pub(crate) const FMT: &str = "\
Examples:
  esql-run fmt rules/                            write the queries anew
  esql-run fmt --check rules/                    only name files that would change
  esql-run fmt - < query.esql                    from standard input to standard output

Exit codes:
  0  done                1  `--check` found some   2  an error";
