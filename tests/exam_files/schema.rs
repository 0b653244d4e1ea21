//! The JSON Schema against the parser: what is valid passes, what a schema can catch fails, and both know the same keys.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use examiner::exam::Kind;
use examiner::exam::WarningName;
use examiner::exam::schema::SCHEMA;
use examiner::exam::section::{Section, kinds_of};
use serde_json::Value;

use super::fixtures;

/// What the schema can't catch, and why.
const BEYOND_A_SCHEMA: &[(&str, &str)] = &[
    ("accept-empty-once-normalized", "a text as it is after normalisation"),
    ("criterion-points-too-fine", "`multipleOf` judges as floats, and would refuse 0.07"),
    ("cut-too-fine", "`multipleOf` judges as floats, and would refuse 0.07"),
    ("draw-of-nothing", "a count held against the questions"),
    ("duplicate-entry-id", "unique only by one key of each table"),
    ("duplicate-option", "unique only by one key of each table"),
    ("duplicate-option-id", "unique only by one key of each table"),
    ("duplicate-question-id", "unique only by one key of each table"),
    ("duplicate-right-side", "unique only by one key of each table"),
    ("duplicate-topic-id", "unique only by one key of each table"),
    ("form-overlap", "two draws held against the questions"),
    ("form-topic-undeclared", "a name declared elsewhere in the file"),
    ("lone-carriage-return", "a regular expression that forbids it would forbid line ends of Windows"),
    ("overlapping-draws", "two draws held against the questions"),
    ("paper-altered", "a digest of the text"),
    ("pattern-open-group", "a regular expression of the program's own grammar"),
    ("pattern-that-leaves-its-group", "a regular expression of the program's own grammar"),
    ("pattern-too-large", "a regular expression of the program's own grammar"),
    ("points-too-fine", "`multipleOf` judges as floats, and would refuse 0.07"),
    ("second-right", "draft 7 can ask for at least one, not for at most one"),
    ("snippet-undeclared", "a name declared elsewhere in the file"),
    ("topic-undeclared", "a name declared elsewhere in the file"),
    ("unreachable-draw", "a count held against the questions"),
];

/// What is not read as TOML, or holds a number that no float does; so no schema sees it.
const NO_TOML: &[&str] = &[
    "apostrophe-in-single-quotes",
    "duplicate-key",
    "escape-in-title-raw",
    "not-utf8",
    "nul",
    "number-too-large",
    "quote-in-quotes",
    "syntax",
    "two-keys-in-a-line",
];

fn schema() -> Value {
    serde_json::from_str(SCHEMA).expect("JSON")
}

fn validator() -> jsonschema::Validator {
    jsonschema::draft7::options().build(&schema()).expect("a schema of draft 7")
}

fn read(path: &Path) -> Option<Value> {
    toml::from_str(&String::from_utf8(fs::read(path).expect("a file")).ok()?).ok()
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

fn exams_of(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let found: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    assert!(!found.is_empty());
    found
}

#[test]
fn every_valid_exam_passes() {
    let validator = validator();
    let ours = ["exams", "examples", "examples/panel/exams"].into_iter().flat_map(exams_of);
    for path in fixtures("valid").into_iter().chain(fixtures("written")).chain(ours) {
        let exam = read(&path).expect("TOML");
        let errors: Vec<String> =
            validator.iter_errors(&exam).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
    }
}

#[test]
fn every_invalid_exam_fails_that_a_schema_can_catch() {
    let validator = validator();
    let (mut missed, mut no_toml) = (BTreeSet::new(), BTreeSet::new());
    for path in fixtures("invalid") {
        match read(&path) {
            Some(exam) if validator.is_valid(&exam) => {
                missed.insert(stem(&path));
            }
            Some(_) => {}
            None => {
                no_toml.insert(stem(&path));
            }
        }
    }
    let listed = BEYOND_A_SCHEMA.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(missed, listed, "what passes is what is listed");
    assert_eq!(no_toml, NO_TOML.iter().map(|name| (*name).to_owned()).collect());
}

/// Where a table's properties are.
fn place(section: Section) -> &'static str {
    match section {
        Section::Exam => "/properties",
        Section::Cuts => "/properties/cuts/properties",
        Section::Shuffle => "/properties/shuffle/properties",
        Section::Allow => "/properties/allow/properties",
        Section::Scoring => "/properties/scoring/properties",
        Section::Topic => "/definitions/topic/properties",
        Section::Snippet => "/definitions/snippet/properties",
        Section::Draw => "/definitions/draw/properties",
        Section::Form => "/definitions/form/properties",
        Section::Question => "/definitions/question/properties",
        Section::QuestionSnippet => "/definitions/questionSnippet/properties",
        Section::Choice => "/definitions/option/properties",
        Section::Entry | Section::Left | Section::Right => "/definitions/part/properties",
        Section::Pair => "/definitions/pair/properties",
        Section::Criterion => "/definitions/criterion/properties",
    }
}

fn keys(value: Option<&Value>) -> BTreeSet<&str> {
    let object = value.and_then(Value::as_object);
    object.into_iter().flat_map(|object| object.keys().map(String::as_str)).collect()
}

#[test]
fn the_schema_and_the_parser_know_the_same_keys() {
    let schema = schema();
    for section in Section::ALL {
        let known = match section {
            Section::Allow => WarningName::words().into_iter().collect(),
            _ => section.keys().iter().copied().collect::<BTreeSet<_>>(),
        };
        let properties = schema.pointer(place(section));
        assert_eq!(keys(properties), known, "{section:?}");
        for key in known {
            let property = &properties.expect("properties")[key];
            let said = property["description"].as_str().unwrap_or_default();
            assert!(said.ends_with('.'), "{section:?} {key} is described in a sentence");
            let told =
                said.contains("Required") || said.contains("Default: ") || said.contains("In a paper only");
            assert!(told || section == Section::Allow, "{section:?} {key}: required, or its default: {said}");
            assert!(property.get("allOf").is_none(), "{section:?} {key}: editors pass over `allOf`");
        }
    }
}

#[test]
fn keys_of_one_kind_are_refused_with_others() {
    let schema = schema();
    let dependencies = &schema["definitions"]["question"]["dependencies"];
    for key in Section::Question.keys() {
        let kinds: Vec<&str> = kinds_of(key).iter().map(|kind| kind.word()).collect();
        let told = &dependencies[key]["properties"]["kind"]["enum"];
        let told: Vec<&str> = told.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(told, kinds, "{key}");
        let may_be_unnamed = kinds.is_empty() || kinds.contains(&Kind::Single.word());
        let needs_kind =
            dependencies[key]["required"].as_array().is_some_and(|all| all.contains(&"kind".into()));
        assert_ne!(needs_kind, may_be_unnamed, "{key}: without a kind a question is `single`");
    }
    let words: Vec<&str> = Kind::ALL.into_iter().map(Kind::word).collect();
    let kind = &schema["definitions"]["question"]["properties"]["kind"];
    assert_eq!(kind["enum"], serde_json::json!(words));
    assert_eq!(kind["x-taplo"]["docs"]["enumValues"].as_array().map(Vec::len), Some(words.len()));
}
