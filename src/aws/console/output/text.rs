//! Text as the command line prints it: one line a map, its scalars by name between tabs, the names of lists in capitals.

use crate::aws::console::tree::Tree;
use std::collections::BTreeSet;

type Members = [(String, Tree)];

/// `answer` as lines of text.
pub fn render(answer: &Tree) -> String {
    let mut out = String::new();
    write(answer, None, None, &mut out);
    out
}

/// Writes a value under its name. `columns`: the scalars of all maps beside this one, so that each has its place.
fn write(value: &Tree, name: Option<&str>, columns: Option<&BTreeSet<&str>>, out: &mut String) {
    match value {
        Tree::Map(members) => write_map(members, name, columns, out),
        Tree::List(list) => write_list(list, name, out),
        scalar => line(&[scalar.to_python_text()], out),
    }
}

fn write_list(list: &[Tree], name: Option<&str>, out: &mut String) {
    if list.iter().any(|element| matches!(element, Tree::Map(_))) {
        let columns = scalar_keys(list);
        for element in list {
            write(element, name, Some(&columns), out);
        }
        return;
    }
    let scalars: Vec<String> = list.iter().filter(|e| e.is_scalar()).map(Tree::to_python_text).collect();
    match name {
        Some(name) => scalars.iter().for_each(|scalar| line(&[name.to_uppercase(), scalar.clone()], out)),
        None if scalars.is_empty() => {}
        None => line(&scalars, out),
    }
    for element in list.iter().filter(|element| !element.is_scalar()) {
        write(element, name, None, out);
    }
}

fn write_map(members: &Members, name: Option<&str>, columns: Option<&BTreeSet<&str>>, out: &mut String) {
    let by_name = sorted(members);
    let mut fields: Vec<String> = match columns {
        Some(columns) => columns.iter().map(|column| find(members, column)).collect(),
        None => {
            by_name.iter().filter(|(_, value)| value.is_scalar()).map(|(_, value)| value.to_python_text()).collect()
        }
    };
    if !fields.is_empty() {
        fields.splice(0..0, name.map(str::to_uppercase));
        line(&fields, out);
    }
    let is_rest = |key: &str, value: &Tree| match columns {
        Some(columns) => !columns.contains(key),
        None => !value.is_scalar(),
    };
    for (key, value) in by_name.iter().filter(|(key, value)| is_rest(key, value)) {
        write(value, Some(key), None, out);
    }
}

fn sorted(members: &Members) -> Vec<(&str, &Tree)> {
    let mut sorted: Vec<(&str, &Tree)> = members.iter().map(|(key, value)| (key.as_str(), value)).collect();
    sorted.sort_by_key(|(key, _)| *key);
    sorted
}

fn find(members: &Members, key: &str) -> String {
    members.iter().find(|(name, _)| name == key).map(|(_, value)| value.to_python_text()).unwrap_or_default()
}

/// The keys under which any of the maps has a scalar.
fn scalar_keys(list: &[Tree]) -> BTreeSet<&str> {
    let maps = list.iter().filter_map(|element| match element {
        Tree::Map(members) => Some(members),
        _ => None,
    });
    maps.flatten().filter(|(_, value)| value.is_scalar()).map(|(key, _)| key.as_str()).collect()
}

fn line(fields: &[String], out: &mut String) {
    out.push_str(&fields.join("\t"));
    out.push('\n');
}
