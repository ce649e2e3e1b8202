//! Reads the options of an operation into its request.

use super::arguments::{self, Taken};
use super::command::{Command, Invocation, Surroundings};
use super::globals::{self, Globals};
use super::help;
use super::options::{self, OperationOption, Role};
use super::output::OutputFormat;
use super::paginate::{PageOptions, Pages, Paginator};
use super::skeleton;
use super::tree::Tree;
use super::usage::UsageError;
use super::validate;
use super::values;
use crate::aws::model::{Member, OperationModel};

/// A skeleton that is asked for instead of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Skeleton {
    Input,
    Output,
}

/// An operation whose options are being read.
struct Request<'a> {
    operation: &'static OperationModel,
    globals: Globals,
    surroundings: &'a Surroundings,
    options: Vec<OperationOption>,
    taken: Taken,
}

/// Reads the words after the name of an operation.
pub fn parse(
    operation: &'static OperationModel,
    globals: Globals,
    surroundings: &Surroundings,
    words: &[String],
) -> Result<Command, UsageError> {
    let options = options::of(operation);
    let grammar: Vec<_> = options.iter().map(|option| (option.name.as_str(), option.takes)).collect();
    let taken = arguments::take(words, &grammar)?;
    if taken.rest.iter().find(|word| !word.starts_with('-')).is_some_and(|word| word == "help") {
        return Ok(Command::Print(help::operation(operation)));
    }
    Request { operation, globals, surroundings, options, taken }.command()
}

impl Request<'_> {
    fn command(mut self) -> Result<Command, UsageError> {
        let skeleton = self.skeleton()?;
        if skeleton != Some(Skeleton::Input) {
            self.ask_for_required()?;
        }
        self.refuse_unknown()?;
        let paging = self.paging()?;
        let values = self.values()?;
        let model = self.operation;
        if skeleton == Some(Skeleton::Input) {
            return Ok(Command::Print(OutputFormat::Json.render(&skeleton::input(model.input), "", 0)));
        }
        validate::check(model.input, &values)?;
        let mut body = values::send(model.input, &values, self.globals.has_raw_blobs)?;
        if skeleton == Some(Skeleton::Output) {
            return self.answer_skeleton();
        }
        let paginator = Paginator::of(model).filter(|_| !self.globals.is_unpaged);
        let pages = paginator.map(|paginator| Pages::new(paginator, &paging, &mut body));
        let Globals { output, query, is_debug, .. } = self.globals;
        Ok(Command::Invoke(Box::new(Invocation { operation: model, body, pages, output, query, is_debug })))
    }

    fn skeleton(&self) -> Result<Option<Skeleton>, UsageError> {
        let Some(words) = self.words_of(|role| matches!(role, Role::Skeleton)) else { return Ok(None) };
        match words.first().map_or("input", String::as_str) {
            "input" => Ok(Some(Skeleton::Input)),
            "output" => Ok(Some(Skeleton::Output)),
            other => Err(UsageError::choice("--generate-cli-skeleton", other, &["input", "output"])),
        }
    }

    fn ask_for_required(&self) -> Result<(), UsageError> {
        let has_input = self.words_of(|role| matches!(role, Role::InputJson)).is_some();
        let is_missing = |(place, option): (usize, &OperationOption)| {
            let is_required = option.member().is_some_and(|member| member.is_required);
            (is_required && self.taken.words(place).is_none()).then(|| format!("--{}", option.name))
        };
        let missing: Vec<String> = self.options.iter().enumerate().filter_map(is_missing).collect();
        if has_input || missing.is_empty() {
            return Ok(());
        }
        Err(UsageError::grammar(&format!("the following arguments are required: {}", missing.join(", "))))
    }

    fn refuse_unknown(&self) -> Result<(), UsageError> {
        let mut unknown = self.taken.rest.clone();
        if unknown.is_empty() {
            return Ok(());
        }
        // The first word that is no option comes last, as in the AWS CLI.
        if let Some(place) = unknown.iter().position(|word| !word.starts_with('-')) {
            let word = unknown.remove(place);
            unknown.push(word);
        }
        let own = self.options.iter().map(|option| option.name.as_str());
        let names: Vec<&str> = own.chain(globals::GLOBAL_OPTIONS.iter().map(|option| option.name)).collect();
        Err(UsageError::unknown_options(&unknown, &names))
    }

    fn paging(&mut self) -> Result<PageOptions, UsageError> {
        let mut paging = PageOptions::default();
        let mut given = Vec::new();
        for (place, words) in &self.taken.options {
            let option = &self.options[*place];
            match option.role {
                Role::StartingToken => paging.starting_token = words.first().cloned(),
                Role::PageSize => paging.page_size = Some(number(option, words)?),
                Role::MaxItems => paging.max_items = Some(usize::try_from(number(option, words)?).unwrap_or(0)),
                _ => {
                    let pages_by_hand =
                        option.member().is_some_and(|member| pages_by_hand(self.operation, member.name));
                    self.globals.is_unpaged |= pages_by_hand;
                    continue;
                }
            }
            given.push(format!("--{}", option.name));
        }
        if self.globals.is_unpaged && !given.is_empty() {
            return Err(UsageError::general(format!(
                "Error during pagination: Cannot specify --no-paginate along with pagination arguments: {}",
                given.join(", ")
            )));
        }
        Ok(paging)
    }

    /// The parameters: those of options, then those of `--cli-input-json` that no option gives.
    fn values(&mut self) -> Result<Tree, UsageError> {
        let mut values = Tree::EMPTY;
        let mut input = None;
        for (place, option) in self.options.iter().enumerate() {
            let Some(words) = self.taken.words(place) else { continue };
            match option.role {
                Role::Member(member) => {
                    let value = values::read(&option.name, &member.shape, words, &self.surroundings.files)?;
                    values.set(member.name, value);
                }
                Role::Flag(member, value) if self.is_last_flag(place, member) => {
                    values.set(member.name, Tree::Bool(value));
                }
                Role::InputJson => input = words.first(),
                Role::InputYaml => {
                    return Err(UsageError::value("--cli-input-yaml: YAML is not read here; --cli-input-json is."));
                }
                _ => {}
            }
        }
        let Some(input) = input else { return Ok(values) };
        for (name, value) in input_json(input, self.surroundings)? {
            self.globals.is_unpaged |= pages_by_hand(self.operation, &name);
            if values.get(&name).is_none() {
                values.set(&name, value);
            }
        }
        Ok(values)
    }

    /// Of `--x` and `--no-x` the later counts.
    fn is_last_flag(&self, place: usize, member: &Member) -> bool {
        let of_member = |other: &usize| self.options[*other].member().is_some_and(|one| one.name == member.name);
        self.taken.options.iter().map(|(other, _)| *other).rfind(of_member) == Some(place)
    }

    fn answer_skeleton(&self) -> Result<Command, UsageError> {
        let answer = skeleton::output(self.operation.output);
        let picked = self.globals.query.as_ref().map(|query| query.search(&answer)).transpose()?;
        let (shown, title) = (picked.as_ref().unwrap_or(&answer), self.operation.name);
        Ok(Command::Print(self.globals.output.render(shown, title, self.surroundings.width)))
    }

    fn words_of(&self, is_wanted: impl Fn(&Role) -> bool) -> Option<&[String]> {
        self.taken.words(self.options.iter().position(|option| is_wanted(&option.role))?)
    }
}

/// Whether a member of the request pages by hand, so that the command line leaves paging to the caller.
fn pages_by_hand(operation: &OperationModel, member: &str) -> bool {
    Paginator::of(operation).is_some_and(|paginator| paginator.pages_by_hand(member))
}

fn number(option: &OperationOption, words: &[String]) -> Result<i64, UsageError> {
    let word = words.first().map_or("", |word| word.trim());
    word.parse().map_err(|_| arguments::argument(&option.name, &format!("invalid int value: '{word}'")))
}

fn input_json(word: &str, surroundings: &Surroundings) -> Result<Vec<(String, Tree)>, UsageError> {
    const OPTION: &str = "cli-input-json";
    let text = values::json_text(OPTION, word, &surroundings.files)?;
    match values::json(OPTION, &text)? {
        Tree::Map(members) => Ok(members),
        _ => Err(UsageError::parameter(OPTION, &format!("Invalid type: expecting map, received {text}"))),
    }
}
