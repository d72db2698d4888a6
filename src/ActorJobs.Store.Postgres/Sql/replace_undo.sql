-- Lets go of what was locked since replace_try, the row of a unique key above all.
ROLLBACK TO SAVEPOINT replace_try
