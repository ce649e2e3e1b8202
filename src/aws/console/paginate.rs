//! Automatic paging, as the AWS CLI does it: calls until a service has no more, and one answer of all pages.
//!
//! Which operations and which members is the table of botocore's `paginators-1.json`. An answer that was put together
//! holds the lists and the members that the table names, and no others: so `describe-stream` prints `"KeyId": null` and
//! no `StreamModeDetails`.
//!
//! One difference is deliberate: the AWS CLI asks for the second page of `list-shards` with the stream's name beside the
//! token, which the service refuses (an open bug of botocore), so that it cannot list more than a page. Here the token
//! stands for what was said with the first page.

use super::tree::Tree;
use super::usage::UsageError;
use crate::aws::model::{OperationModel, Service};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// Where a page says how to ask for the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputToken {
    /// In a member.
    Member(&'static str),
    /// In a member of the last entry of a list.
    OfLast {
        /// The path of the list.
        list: &'static str,
        /// The member of its entries.
        member: &'static str,
    },
}

/// How an operation is paged.
#[derive(Clone, Copy, Debug)]
pub struct Paginator {
    service: Service,
    operation: &'static str,
    /// The member with which the next page is asked for.
    input_token: &'static str,
    output_token: OutputToken,
    /// The path that says whether there is more; `None`: the token does.
    more_results: Option<&'static str>,
    /// The member that bounds a page, if there is one.
    pub limit_key: Option<&'static str>,
    /// The paths of the lists that pages are put together from; the first is the one that is counted.
    pub result_keys: &'static [&'static str],
    /// The paths that are taken from the first page.
    once: &'static [&'static str],
    /// Members that must not stand beside a token, which stands for them.
    said_by_token: &'static [&'static str],
    /// A member that pages in another way than the token: who gives it pages by hand.
    other_way: Option<&'static str>,
}

const TOKEN: OutputToken = OutputToken::Member("NextToken");
const MARKER: OutputToken = OutputToken::Member("NextMarker");

const fn tokens(
    operation: &'static str,
    limit_key: Option<&'static str>,
    result_keys: &'static [&'static str],
) -> Paginator {
    let service = Service::Kinesis;
    let (input_token, output_token) = ("NextToken", TOKEN);
    Paginator {
        service,
        operation,
        input_token,
        output_token,
        more_results: None,
        limit_key,
        result_keys,
        once: &[],
        said_by_token: &[],
        other_way: None,
    }
}

const fn markers(operation: &'static str, result_keys: &'static [&'static str]) -> Paginator {
    Paginator {
        service: Service::Kms,
        input_token: "Marker",
        output_token: MARKER,
        more_results: Some("Truncated"),
        ..tokens(operation, Some("Limit"), result_keys)
    }
}

const PAGINATORS: [Paginator; 8] = [
    Paginator {
        input_token: "ExclusiveStartShardId",
        output_token: OutputToken::OfLast { list: "StreamDescription.Shards", member: "ShardId" },
        more_results: Some("StreamDescription.HasMoreShards"),
        once: &[
            "StreamDescription.StreamARN",
            "StreamDescription.StreamName",
            "StreamDescription.StreamStatus",
            "StreamDescription.RetentionPeriodHours",
            "StreamDescription.EnhancedMonitoring",
            "StreamDescription.EncryptionType",
            "StreamDescription.KeyId",
            "StreamDescription.StreamCreationTimestamp",
        ],
        ..tokens("DescribeStream", Some("Limit"), &["StreamDescription.Shards"])
    },
    Paginator {
        more_results: Some("HasMoreStreams"),
        other_way: Some("ExclusiveStartStreamName"),
        ..tokens("ListStreams", Some("Limit"), &["StreamNames", "StreamSummaries"])
    },
    Paginator {
        said_by_token: &[
            "StreamName",
            "StreamARN",
            "StreamId",
            "ExclusiveStartShardId",
            "StreamCreationTimestamp",
            "ShardFilter",
        ],
        ..tokens("ListShards", Some("MaxResults"), &["Shards"])
    },
    tokens("ListStreamConsumers", Some("MaxResults"), &["Consumers"]),
    markers("ListAliases", &["Aliases"]),
    markers("ListGrants", &["Grants"]),
    markers("ListKeys", &["Keys"]),
    Paginator { service: Service::CloudWatch, ..tokens("ListMetrics", None, &["Metrics", "OwningAccounts"]) },
];

impl Paginator {
    /// How `operation` is paged, if it is.
    pub fn of(operation: &OperationModel) -> Option<&'static Self> {
        PAGINATORS.iter().find(|one| one.service == operation.service && one.operation == operation.name)
    }

    /// Whether who gives `member` pages by hand, so that one call is made.
    pub fn pages_by_hand(&self, member: &str) -> bool {
        self.input_token == member || [self.limit_key, self.other_way].contains(&Some(member))
    }

    /// Asks in `body` for the page of a token.
    fn ask(&self, token: &Tree, body: &mut Map<String, Value>) {
        for member in self.said_by_token {
            body.remove(*member);
        }
        body.insert(self.input_token.to_owned(), Value::from(token));
    }

    /// The token of the page after `page`.
    fn next_token(&self, page: &Tree) -> Option<Tree> {
        if self.more_results.is_some_and(|path| page.at(path).is_none_or(Tree::is_falsy)) {
            return None;
        }
        let token = match self.output_token {
            OutputToken::Member(path) => page.at(path),
            OutputToken::OfLast { list, member } => match page.at(list) {
                Some(Tree::List(entries)) => entries.last().and_then(|entry| entry.get(member)),
                _ => None,
            },
        };
        token.filter(|token| !token.is_falsy()).cloned()
    }
}

/// What a command says of paging.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageOptions {
    /// `--max-items`.
    pub max_items: Option<usize>,
    /// `--page-size`.
    pub page_size: Option<i64>,
    /// `--starting-token`.
    pub starting_token: Option<String>,
}

/// The pages of one command, as far as they have come.
#[derive(Clone, Debug)]
pub struct Pages {
    paginator: &'static Paginator,
    max_items: Option<usize>,
    /// The token that the page asked for was asked with.
    token: Option<Tree>,
    /// Entries of the first page that an earlier command has shown.
    skip: usize,
    taken: Vec<Tree>,
    items: usize,
    resume: Option<String>,
}

/// What is to be done after a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterPage {
    /// Make the call again.
    Ask,
    /// That was the last one.
    Done,
}

impl Pages {
    /// No page yet. Sets what `options` say in `body`, the first request.
    pub fn new(paginator: &'static Paginator, options: &PageOptions, body: &mut Map<String, Value>) -> Self {
        let mut pages = Self {
            paginator,
            max_items: options.max_items,
            token: None,
            skip: 0,
            taken: Vec::new(),
            items: 0,
            resume: None,
        };
        if let Some(token) = &options.starting_token {
            (pages.token, pages.skip) = read_token(token, paginator.input_token);
            if let Some(token) = &pages.token {
                paginator.ask(token, body);
            }
        }
        if let (Some(limit), Some(size)) = (paginator.limit_key, options.page_size) {
            body.insert(limit.to_owned(), Value::from(size));
        }
        pages
    }

    /// Takes a page; asks in `body` for the next, if there is one to ask for.
    pub fn take(&mut self, mut page: Tree, body: &mut Map<String, Value>) -> Result<AfterPage, UsageError> {
        let skipped = std::mem::take(&mut self.skip);
        if self.taken.is_empty() && skipped > 0 {
            self.drop_first(&mut page, skipped);
        }
        let count = self.count(&page);
        let most = self.max_items.map_or(usize::MAX, |max| max - self.items);
        if count > most {
            self.keep_first(&mut page, most);
            self.resume = Some(write_token(self.paginator.input_token, self.token.as_ref(), Some(most + skipped)));
            self.taken.push(page);
            return Ok(AfterPage::Done);
        }
        self.items += count;
        let next = self.paginator.next_token(&page);
        self.taken.push(page);
        let Some(next) = next else { return Ok(AfterPage::Done) };
        if self.max_items == Some(self.items) {
            self.resume = Some(write_token(self.paginator.input_token, Some(&next), None));
            return Ok(AfterPage::Done);
        }
        if self.token.as_ref() == Some(&next) {
            let token = next.to_python_text();
            return Err(UsageError::general(format!(
                "Error during pagination: The same next token was received twice: {{'{}': '{token}'}}",
                self.paginator.input_token
            )));
        }
        self.paginator.ask(&next, body);
        self.token = Some(next);
        Ok(AfterPage::Ask)
    }

    /// One answer of all pages.
    pub fn whole(&self) -> Tree {
        let mut whole = Tree::EMPTY;
        for path in self.paginator.result_keys {
            let lists = self.taken.iter().filter_map(|page| page.at(path));
            let entries = lists.filter_map(|list| if let Tree::List(entries) = list { Some(entries) } else { None });
            let mut entries = entries.peekable();
            if entries.peek().is_some() {
                whole.set_at(path, Tree::List(entries.flatten().cloned().collect()));
            }
        }
        self.set_once(&mut whole);
        if let Some(token) = &self.resume {
            whole.set("NextToken", Tree::Text(token.clone()));
        }
        whole
    }

    /// The pages one by one, as text is printed: the lists alone, with the other members in the first.
    pub fn one_by_one(&self) -> Vec<Tree> {
        let mut answers = Vec::new();
        for (number, page) in self.taken.iter().enumerate() {
            let mut answer = Tree::EMPTY;
            if number == 0 {
                self.set_once(&mut answer);
            }
            for path in self.paginator.result_keys {
                answer.set_at(path, page.at(path).cloned().unwrap_or(Tree::Null));
            }
            answers.push(answer);
        }
        if let Some(token) = &self.resume {
            let inner = Tree::Map(vec![("NextToken".to_owned(), Tree::Text(token.clone()))]);
            answers.push(Tree::Map(vec![("NextToken".to_owned(), inner)]));
        }
        answers
    }

    fn set_once(&self, answer: &mut Tree) {
        let Some(first) = self.taken.first() else { return };
        for path in self.paginator.once {
            answer.set_at(path, first.at(path).cloned().unwrap_or(Tree::Null));
        }
    }

    fn counted(&self) -> &'static str {
        self.paginator.result_keys[0]
    }

    fn count(&self, page: &Tree) -> usize {
        if let Some(Tree::List(entries)) = page.at(self.counted()) { entries.len() } else { 0 }
    }

    fn keep_first(&self, page: &mut Tree, most: usize) {
        if let Some(Tree::List(entries)) = page.at(self.counted()) {
            page.set_at(self.counted(), Tree::List(entries[..most.min(entries.len())].to_vec()));
        }
    }

    /// Drops what an earlier command has shown; of the lists that are not counted, all.
    fn drop_first(&self, page: &mut Tree, shown: usize) {
        for path in self.paginator.result_keys {
            if let Some(Tree::List(entries)) = page.at(path) {
                let from = if *path == self.counted() { shown.min(entries.len()) } else { entries.len() };
                page.set_at(path, Tree::List(entries[from..].to_vec()));
            }
        }
    }
}

/// A token for `--starting-token`: base64 of JSON as Python writes it.
fn write_token(name: &str, token: Option<&Tree>, truncated: Option<usize>) -> String {
    let token = serde_json::to_string(token.unwrap_or(&Tree::Null)).expect("writing to memory does not fail");
    let truncated = truncated.map_or(String::new(), |amount| format!(", \"boto_truncate_amount\": {amount}"));
    STANDARD.encode(format!("{{\"{name}\": {token}{truncated}}}"))
}

/// The token within such a token, and how many entries of its page were shown. Any other text is a service's token.
fn read_token(text: &str, name: &str) -> (Option<Tree>, usize) {
    let json = STANDARD.decode(text).ok().and_then(|json| serde_json::from_slice::<Value>(&json).ok());
    let Some(Value::Object(members)) = json else {
        return (Some(Tree::from(text)), 0);
    };
    let shown = members.get("boto_truncate_amount").and_then(Value::as_u64).unwrap_or(0);
    let token = members.get(name).map(Tree::from).filter(|token| *token != Tree::Null);
    (token, usize::try_from(shown).unwrap_or(usize::MAX))
}
