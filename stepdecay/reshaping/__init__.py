"""A schedule made another one: pieces moved, split or changed, the whole stretched, resumed or made from a preset."""
