-- Where replace_undo goes back to.
SAVEPOINT replace_try
