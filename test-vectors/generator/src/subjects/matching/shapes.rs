//! Objects and lists.

use depute_vectors::kit::grant::closed;
use depute_vectors::kit::{Item, list, map};

use super::Whole;
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    objects(file);
    each(file);
    has(file);
    positions(file);
    ends(file);
    lengths(file);
}

fn of(limits: Item) -> Item {
    closed("a.b", map! { "x" => limits })
}

fn objects(file: &mut Subject) {
    let inner = map! { "id" => list![1, 7], "note" => list![0, list![]] };
    Whole::by(file, of(list![14, inner.clone()]), "a.b(x: {id = 7, note?})")
        .takes("object", r#"{"x":{"id":7}}"#, "an object is judged like arguments")
        .takes("object-optional", r#"{"x":{"id":7,"note":null}}"#, "an optional member may be there")
        .leaves(
            "object-extra",
            "object",
            r#"{"x":{"id":7,"b":1}}"#,
            ("arg_not_granted", "x.b"),
            "closed like arguments",
        )
        .leaves(
            "object-missing",
            "object-optional",
            r#"{"x":{"note":null}}"#,
            ("arg_missing", "x.id"),
            "a member is missing",
        )
        .leaves("object-empty", "object", r#"{"x":{}}"#, ("arg_missing", "x.id"), "an empty object lacks it too")
        .leaves(
            "object-limit",
            "object",
            r#"{"x":{"id":8}}"#,
            ("arg_not_equal", "x.id"),
            "a member does not pass its limit",
        )
        .leaves("object-null", "object", r#"{"x":null}"#, ("arg_wrong_type", "x"), "null is no object")
        .leaves(
            "object-text",
            "object",
            r#"{"x":"{\"id\":7}"}"#,
            ("arg_wrong_type", "x"),
            "the JSON of an object is a text",
        )
        .leaves("object-in-list", "object", r#"{"x":[{"id":7}]}"#, ("arg_wrong_type", "x"), "a list is no object")
        .leaves("object-absent", "object", "{}", ("arg_missing", "x"), "the object is missing");
    Whole::by(file, of(list![14, inner, true]), "a.b(x: {id = 7, note?, ..})")
        .takes("object-open", r#"{"x":{"id":7,"b":{"c":1}}}"#, "`..` in an object takes other members")
        .leaves(
            "object-open-missing",
            "object-open",
            r#"{"x":{"b":{"c":1}}}"#,
            ("arg_missing", "x.id"),
            "`..` in an object excuses no missing member",
        );
    Whole::by(file, of(list![14, map! {}]), "a.b(x: {})")
        .takes("object-none", r#"{"x":{}}"#, "the empty shape takes the empty object")
        .leaves(
            "object-none-extra",
            "object-none",
            r#"{"x":{"a":1}}"#,
            ("arg_not_granted", "x.a"),
            "the empty shape takes no other value",
        )
        .leaves(
            "object-none-list",
            "object-none",
            r#"{"x":[]}"#,
            ("arg_wrong_type", "x"),
            "an empty list is no object",
        );
    let deep = list![
        14,
        map! { "b" => list![14, map! { "c" => list![14, map! { "d" => list![14, map! { "e" => list![3, 1] }] }] }] }
    ];
    Whole::by(file, closed("a.b", map! { "a" => deep }), "a.b(a: {b: {c: {d: {e <= 1}}}})")
        .takes("object-deep", r#"{"a":{"b":{"c":{"d":{"e":1}}}}}"#, "four shapes nested in each other")
        .leaves(
            "object-deep-above",
            "object-deep",
            r#"{"a":{"b":{"c":{"d":{"e":2}}}}}"#,
            ("arg_above_limit", "a.b.c.d.e"),
            "the place of a fault names every member on the way",
        );
}

fn each(file: &mut Subject) {
    Whole::by(file, of(list![15, list![3, 100]]), "a.b(x: [each <= 100])")
        .takes("each", r#"{"x":[1,100]}"#, "every element passes")
        .takes("each-one", r#"{"x":[1]}"#, "one element is enough")
        .leaves("each-above", "each", r#"{"x":[1,101]}"#, ("arg_above_limit", "x[1]"), "elements are counted from 0")
        .leaves(
            "each-first-fault",
            "each",
            r#"{"x":[101,"a"]}"#,
            ("arg_above_limit", "x[0]"),
            "the first fault decides",
        )
        .leaves("each-type", "each", r#"{"x":[1,"2"]}"#, ("arg_wrong_type", "x[1]"), "one element is of another type")
        .leaves(
            "each-null",
            "each",
            r#"{"x":[1,null]}"#,
            ("arg_wrong_type", "x[1]"),
            "null among the elements is not skipped",
        )
        .leaves("each-nested", "each-one", r#"{"x":[[1]]}"#, ("arg_wrong_type", "x[0]"), "lists are not flattened")
        .leaves(
            "each-empty",
            "each-one",
            r#"{"x":[]}"#,
            ("list_mismatch", "x"),
            "no element passes: `each` takes no empty list",
        )
        .leaves("each-scalar", "each-one", r#"{"x":1}"#, ("arg_wrong_type", "x"), "one value is no list of one")
        .leaves(
            "each-object",
            "each-one",
            r#"{"x":{"0":1}}"#,
            ("arg_wrong_type", "x"),
            "an object with numbers as names is no list",
        )
        .leaves("each-text", "each-one", r#"{"x":"1"}"#, ("arg_wrong_type", "x"), "a text is no list of characters")
        .leaves("each-absent", "each-one", "{}", ("arg_missing", "x"), "no list is not an empty one");
    Whole::by(file, of(list![15, list![]]), "a.b(x: [each _])")
        .takes("each-any", r#"{"x":[null]}"#, "`_` takes every element")
        .leaves(
            "each-any-empty",
            "each-any",
            r#"{"x":[]}"#,
            ("list_mismatch", "x"),
            "`[each _]` asks for one element at least",
        );
    let object = list![14, map! { "id" => list![3, 5] }];
    Whole::by(file, of(list![15, object]), "a.b(x: [each {id <= 5}])")
        .takes("each-member", r#"{"x":[{"id":1},{"id":2}]}"#, "every element has the member")
        .leaves(
            "each-member-missing",
            "each-member",
            r#"{"x":[{"id":1},{}]}"#,
            ("arg_missing", "x[1].id"),
            "an element that lacks the member is not skipped",
        )
        .leaves(
            "each-member-extra",
            "each-member",
            r#"{"x":[{"id":1},{"id":2,"to":"eve"}]}"#,
            ("arg_not_granted", "x[1].to"),
            "an element with one member more",
        )
        .leaves(
            "each-member-no-object",
            "each-member",
            r#"{"x":[{"id":1},2]}"#,
            ("arg_wrong_type", "x[1]"),
            "an element that is no object",
        );
}

fn has(file: &mut Subject) {
    let clause = of(list![list![15, list![13, list![3, 3]]], list![16, list![1, "a"]]]);
    Whole::by(file, clause, "a.b(x: [each len <= 3, has \"a\"])")
        .takes("has", r#"{"x":["b","a"]}"#, "one element is the one asked for")
        .leaves("has-not", "has", r#"{"x":["b","c"]}"#, ("list_mismatch", "x"), "no element is: a fault of the list")
        .leaves("has-each", "has", r#"{"x":["bbbb","a"]}"#, ("arg_too_long", "x[0]"), "`each` holds for the others")
        .leaves("has-empty", "has", r#"{"x":[]}"#, ("list_mismatch", "x"), "an empty list has none")
        .leaves("has-scalar", "has", r#"{"x":"a"}"#, ("arg_wrong_type", "x"), "the element alone is no list");
    let clause = of(list![list![15, list![]], list![16, list![3, 5]]]);
    Whole::by(file, clause, "a.b(x: [each _, has <= 5])")
        .takes("has-other-types", r#"{"x":["a",null,3]}"#, "an element of another type is one that does not pass")
        .leaves(
            "has-only-other-types",
            "has-other-types",
            r#"{"x":["a",null]}"#,
            ("list_mismatch", "x"),
            "elements of other types are none that passes",
        );
    let clause = of(list![list![15, list![]], list![16, list![1, "a"]], list![16, list![13, list![1, 1]]]]);
    Whole::by(file, clause, "a.b(x: [each _, has \"a\", has len = 1])")
        .takes("has-both-in-one", r#"{"x":["a"]}"#, "one element may be what two `has` ask for")
        .leaves(
            "has-second-not",
            "has-both-in-one",
            r#"{"x":["b"]}"#,
            ("list_mismatch", "x"),
            "one of two is not there",
        );
    let member = list![14, map! { "id" => list![1, 1] }, true];
    Whole::by(file, of(list![list![15, list![]], list![16, member]]), "a.b(x: [each _, has {id = 1, ..}])")
        .takes("has-object", r#"{"x":[{"id":2},{"id":1,"b":2}]}"#, "an element that has the shape")
        .leaves(
            "has-object-not",
            "has-object",
            r#"{"x":[{"id":2},{"b":1}]}"#,
            ("list_mismatch", "x"),
            "no single element has all of the shape",
        );
}

fn positions(file: &mut Subject) {
    let git = list![list![1, "git"], list![1, "push"], list![], list![2, list!["main", "dev"]]];
    Whole::by(file, of(list![17, git]), "a.b(x: [\"git\", \"push\", _, in [\"main\", \"dev\"]])")
        .takes("positions", r#"{"x":["git","push","origin","main"]}"#, "each element passes at its position")
        .takes("positions-any", r#"{"x":["git","push",null,"dev"]}"#, "`_` is any value")
        .leaves(
            "positions-short",
            "positions",
            r#"{"x":["git","push","origin"]}"#,
            ("list_mismatch", "x"),
            "one element less",
        )
        .leaves(
            "positions-long",
            "positions",
            r#"{"x":["git","push","origin","main","--force"]}"#,
            ("list_mismatch", "x"),
            "one element more",
        )
        .leaves(
            "positions-swapped",
            "positions",
            r#"{"x":["push","git","origin","main"]}"#,
            ("arg_not_equal", "x[0]"),
            "the order counts",
        )
        .leaves(
            "positions-last",
            "positions",
            r#"{"x":["git","push","origin","prod"]}"#,
            ("arg_not_in_list", "x[3]"),
            "the last element does not pass",
        )
        .leaves(
            "positions-elements-first",
            "positions",
            r#"{"x":["git","pull"]}"#,
            ("arg_not_equal", "x[1]"),
            "elements are judged before the length",
        )
        .leaves(
            "positions-long-and-wrong",
            "positions",
            r#"{"x":["git","push","origin","prod","--force"]}"#,
            ("arg_not_in_list", "x[3]"),
            "elements are judged before the length where there are too many as well",
        )
        .leaves("positions-empty", "positions", r#"{"x":[]}"#, ("list_mismatch", "x"), "an empty list is too short")
        .leaves(
            "positions-text",
            "positions",
            r#"{"x":"git push origin main"}"#,
            ("arg_wrong_type", "x"),
            "a text is no list",
        );
}

fn ends(file: &mut Subject) {
    Whole::by(file, of(list![17, list![list![1, "git"]], true]), "a.b(x: [\"git\", ..])")
        .takes("rest", r#"{"x":["git","push",1]}"#, "`..` takes more elements of any value")
        .takes("rest-none", r#"{"x":["git"]}"#, "`..` takes no further element as well")
        .leaves("rest-empty", "rest-none", r#"{"x":[]}"#, ("list_mismatch", "x"), "`..` excuses no missing position")
        .leaves(
            "rest-first",
            "rest",
            r#"{"x":["rm","git"]}"#,
            ("arg_not_equal", "x[0]"),
            "an element at a position passes its limit, `..` or not",
        );
    Whole::by(file, of(list![17, list![]]), "a.b(x: [])")
        .takes("empty-list", r#"{"x":[]}"#, "`[]` takes the empty list")
        .leaves(
            "empty-list-one",
            "empty-list",
            r#"{"x":[null]}"#,
            ("list_mismatch", "x"),
            "the empty shape takes no other value",
        )
        .leaves("empty-list-object", "empty-list", r#"{"x":{}}"#, ("arg_wrong_type", "x"), "an empty object is no list")
        .leaves("empty-list-text", "empty-list", r#"{"x":""}"#, ("arg_wrong_type", "x"), "the empty text is no list")
        .leaves("empty-list-null", "empty-list", r#"{"x":null}"#, ("arg_wrong_type", "x"), "null is no list");
    Whole::by(file, of(list![17, list![], true]), "a.b(x: [..])")
        .takes("any-list", r#"{"x":[1,[2],{}]}"#, "`[..]` takes every list")
        .takes("any-list-empty", r#"{"x":[]}"#, "the empty one too")
        .leaves(
            "any-list-object",
            "any-list-empty",
            r#"{"x":{}}"#,
            ("arg_wrong_type", "x"),
            "`[..]` takes lists and no object",
        );
    let nested = list![17, list![list![17, list![list![1, 1], list![]]], list![14, map! { "k" => list![3, 2] }]]];
    Whole::by(file, of(nested), "a.b(x: [[1, _], {k <= 2}])")
        .takes("positions-nested", r#"{"x":[[1,2],{"k":2}]}"#, "shapes at positions")
        .leaves(
            "positions-nested-list",
            "positions-nested",
            r#"{"x":[[1],{"k":2}]}"#,
            ("list_mismatch", "x[0]"),
            "a list within the list is too short",
        )
        .leaves(
            "positions-nested-object",
            "positions-nested",
            r#"{"x":[[1,2],{"k":3}]}"#,
            ("arg_above_limit", "x[1].k"),
            "a member of an object within the list",
        );
}

fn lengths(file: &mut Subject) {
    let clause = of(list![list![17, list![list![1, "git"]], true], list![13, list![3, 3]]]);
    Whole::by(file, clause, "a.b(x: [\"git\", ..] and len <= 3)")
        .takes("list-length", r#"{"x":["git","a","b"]}"#, "a list of positions and its length")
        .leaves(
            "list-length-over",
            "list-length",
            r#"{"x":["git","a","b","c"]}"#,
            ("arg_too_long", "x"),
            "one element more",
        )
        .leaves(
            "list-length-second",
            "list-length",
            r#"{"x":["rm","a","b","c"]}"#,
            ("arg_not_equal", "x[0]"),
            "the shape stands first, and is judged first",
        );
    let clause = of(list![list![15, list![13, list![3, 2]]], list![16, list![1, "a"]], list![13, list![3, 2]]]);
    Whole::by(file, clause, "a.b(x: [each len <= 2, has \"a\"] and len <= 2)")
        .takes("each-and-length", r#"{"x":["a","bb"]}"#, "lengths of the elements, and of the list")
        .leaves(
            "each-and-length-list",
            "each-and-length",
            r#"{"x":["a","b","c"]}"#,
            ("arg_too_long", "x"),
            "the list is too long",
        )
        .leaves(
            "each-and-length-element",
            "each-and-length",
            r#"{"x":["a","bbb"]}"#,
            ("arg_too_long", "x[1]"),
            "an element is too long",
        )
        .leaves(
            "each-and-length-has-first",
            "each-and-length",
            r#"{"x":["b","b","b"]}"#,
            ("list_mismatch", "x"),
            "`has` is asked before the length that stands behind it",
        );
    Whole::by(file, of(list![list![17, list![], true], list![13, list![5, 1]]]), "a.b(x: [..] and len >= 1)")
        .takes("some-list", r#"{"x":[0]}"#, "any list that is not empty")
        .leaves("some-list-empty", "some-list", r#"{"x":[]}"#, ("arg_too_short", "x"), "an empty list is too short")
        .leaves(
            "some-list-text",
            "some-list",
            r#"{"x":"0"}"#,
            ("arg_wrong_type", "x"),
            "a text of length 1 is no list",
        );
}
